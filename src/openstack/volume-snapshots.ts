import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { getIfThere, sendJson } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';

const service = 'block-storage';

/** A snapshot of a volume as Cinder tells it to an administrator. */
export const volumeSnapshotSchema = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  status: z.string(),
  /** GiB that its volume had when it was taken. */
  size: z.number(),
  volume_id: z.string(),
  'os-extended-snapshot-attributes:project_id': z.string().default(''),
  metadata: z.record(z.string(), z.string()).default({}),
});
export type VolumeSnapshotAnswer = z.infer<typeof volumeSnapshotSchema>;

const oneSnapshot = z.looseObject({ snapshot: volumeSnapshotSchema });

/** Snapshots of all volumes of every project, or those of one volume; none where the cloud has no block storage. */
export async function listVolumeSnapshots(cloud: Cloud, volumeId?: string): Promise<VolumeSnapshotAnswer[]> {
  if (!(await cloud.hasService(service))) return [];
  const query = { all_tenants: 1, limit: limits.pageSize, ...(volumeId && { volume_id: volumeId }) };
  return list(cloud, { service, path: '/snapshots/detail', key: 'snapshots', item: volumeSnapshotSchema, query });
}

/** Undefined when it is gone. */
export async function getVolumeSnapshot(cloud: Cloud, id: string): Promise<VolumeSnapshotAnswer | undefined> {
  return (await getIfThere(cloud, service, `/snapshots/${id}`, oneSnapshot))?.snapshot;
}

/** Orders a snapshot for the project and the user whose token `owner` has; it becomes `available` later. */
export async function createVolumeSnapshot(owner: Cloud, snapshot: object): Promise<VolumeSnapshotAnswer> {
  const request = { service, method: 'POST', path: '/snapshots', body: { snapshot } } as const;
  return (await sendJson(owner, request, oneSnapshot)).snapshot;
}
