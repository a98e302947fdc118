import { z } from 'zod';
import { getIfThere } from './calls.ts';
import type { Cloud } from './cloud.ts';

const zonesSchema = z.looseObject({ availabilityZoneInfo: z.array(z.looseObject({ zoneName: z.string() })) });

/** Nova's availability zones that users may name, sorted; undefined where it does not list them. */
export async function readZones(cloud: Cloud): Promise<string[] | undefined> {
  const answer = await getIfThere(cloud, 'compute', '/os-availability-zone', zonesSchema);
  return answer?.availabilityZoneInfo.map(({ zoneName }) => zoneName).toSorted();
}
