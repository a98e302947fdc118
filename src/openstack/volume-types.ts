import { z } from 'zod';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';

const volumeTypeSchema = z.looseObject({ id: z.string(), name: z.string() });

/** Volume types of a cloud, the private ones too; undefined where it has no block storage. */
export async function listVolumeTypes(cloud: Cloud): Promise<{ id: string; name: string }[] | undefined> {
  if (!(await cloud.hasService('block-storage'))) return undefined;
  const types = await list(cloud, {
    service: 'block-storage',
    path: '/types',
    key: 'volume_types',
    item: volumeTypeSchema,
    query: { is_public: 'None' },
  });
  return types.map(({ id, name }) => ({ id, name }));
}
