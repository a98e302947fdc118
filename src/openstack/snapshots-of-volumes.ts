import { z } from 'zod';
import { limits } from '../base/limits.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';

const service = 'block-storage';
const snapshotSchema = z.looseObject({ id: z.string(), name: z.string().nullish(), volume_id: z.string() });

/** Names of all snapshots, by the id of their volume; an id where one has no name. An administrator's call. */
export async function snapshotsOfVolumes(cloud: Cloud): Promise<ReadonlyMap<string, readonly string[]>> {
  const query = { all_tenants: 1, limit: limits.pageSize };
  const request = { service, path: '/snapshots/detail', key: 'snapshots', item: snapshotSchema, query } as const;
  const byVolume = Map.groupBy(await list(cloud, request), ({ volume_id: id }) => id);
  return new Map([...byVolume].map(([id, own]) => [id, own.map((one) => one.name || one.id).toSorted()]));
}
