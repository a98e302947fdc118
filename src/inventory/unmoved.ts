import { z } from 'zod';

/** Things of one kind that the chosen projects have and that no run moves. */
export const unmovedSchema = z.object({
  /** By the names of the service-types authority, such as `load-balancer`. */
  service: z.string(),
  /** For people, in the plural: `load balancers`. */
  kind: z.string(),
  count: z.number(),
  /** The first ones, sorted. */
  names: z.array(z.string()),
  sizeGiB: z.number().optional(),
  /** What they hold, of Swift's containers. */
  objects: z.number().optional(),
});
export type Unmoved = z.infer<typeof unmovedSchema>;
