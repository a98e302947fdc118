import { z } from 'zod';
import { getIfThere } from './calls.ts';
import type { Cloud } from './cloud.ts';

const answerSchema = z.looseObject({ 'import-methods': z.looseObject({ value: z.array(z.string()) }) });

/**
 * The ways in which the cloud's Glance imports images, such as `web-download` (Image API v2, "Import methods and values
 * discovery"); none where it is older than that.
 */
export async function importMethods(cloud: Cloud): Promise<readonly string[]> {
  const answer = await getIfThere(cloud, 'image', '/info/import', answerSchema);
  return answer?.['import-methods'].value ?? [];
}
