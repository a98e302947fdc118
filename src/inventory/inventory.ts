import { z } from 'zod';
import type { Capabilities } from '../openstack/capabilities.ts';
import type { KindName, Resource } from '../resources/kind.ts';

/** A cloud as plans and reports name it: enough to know it again, without credentials. */
export const placeSchema = z.object({
  /** Its name in clouds.yaml. */
  name: z.string(),
  authUrl: z.string(),
  region: z.string().optional(),
  /** The project that we are logged in to. */
  projectId: z.string().optional(),
  /** Present when its networks are read through the Compute API. */
  networkApi: z.literal('compute').optional(),
});
export type CloudPlace = z.infer<typeof placeSchema>;

/** All that was discovered in one cloud, at one time. */
export interface Inventory {
  readonly cloud: CloudPlace;
  readonly capabilities: Capabilities;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly resources: Readonly<Record<KindName, readonly Resource[]>>;
}
