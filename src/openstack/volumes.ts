import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { getIfThere, removeIfThere, sendJson } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';
import { waitUntil } from './wait.ts';

const texts = z.record(z.string(), z.string());

/** A volume as Cinder tells it to an administrator. */
export const volumeSchema = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  status: z.string(),
  /** GiB. */
  size: z.number(),
  /** Its type's name. */
  volume_type: z.string().nullish(),
  user_id: z.string().default(''),
  'os-vol-tenant-attr:tenant_id': z.string().default(''),
  availability_zone: z.string().nullish(),
  /** `true` or `false`, as a text. */
  bootable: z.string().default('false'),
  encrypted: z.boolean().default(false),
  multiattach: z.boolean().default(false),
  /** `host@backend#pool`, where it is. */
  'os-vol-host-attr:host': z.string().nullish(),
  /** The id under which its back end keeps it, when that is another one. */
  'os-vol-mig-status-attr:name_id': z.string().nullish(),
  metadata: texts.default({}),
  volume_image_metadata: texts.default({}),
  attachments: z.array(z.looseObject({ server_id: z.string().nullish() })).default([]),
});
export type VolumeAnswer = z.infer<typeof volumeSchema>;

const service = 'block-storage';
const oneVolume = z.looseObject({ volume: volumeSchema });
const uploadAnswer = z.looseObject({ 'os-volume_upload_image': z.looseObject({ image_id: z.string() }) });

/** Volumes of every project, or of one; none where the cloud has no block storage. */
export async function listVolumes(cloud: Cloud, projectId?: string): Promise<VolumeAnswer[]> {
  if (!(await cloud.hasService(service))) return [];
  const query = { all_tenants: 1, limit: limits.pageSize, ...(projectId && { project_id: projectId }) };
  return list(cloud, { service, path: '/volumes/detail', key: 'volumes', item: volumeSchema, query });
}

export async function getVolume(cloud: Cloud, id: string): Promise<VolumeAnswer | undefined> {
  return (await getIfThere(cloud, service, `/volumes/${id}`, oneVolume))?.volume;
}

/** Orders a volume for the project and the user whose token `owner` has; it becomes `available` later. */
export async function createVolume(owner: Cloud, volume: object): Promise<VolumeAnswer> {
  return (await sendJson(owner, { service, method: 'POST', path: '/volumes', body: { volume } }, oneVolume)).volume;
}

/** Does one of Cinder's actions to a volume, such as `os-set_bootable`. */
export async function actOnVolume(cloud: Cloud, id: string, action: Readonly<Record<string, object>>): Promise<void> {
  await cloud.send({ service, method: 'POST', path: `/volumes/${id}/action`, body: action });
}

/** Makes a volume larger, unless it is as large already, and waits for it. Sizes are GiB. */
export async function extendVolume(cloud: Cloud, id: string, sizeGiB: number): Promise<void> {
  const found = await waitForVolume(cloud, id);
  if (found === undefined || found.size >= sizeGiB) return;
  await actOnVolume(cloud, id, { 'os-extend': { new_size: sizeGiB } });
  const extended = await waitForVolume(cloud, id);
  if (extended !== undefined && extended.size >= sizeGiB) return;
  throw new Problem({
    summary: `volume ${id} of cloud ${cloud.name} could not be extended to ${sizeGiB} GiB`,
    detail: extended === undefined ? 'it vanished' : `it is ${extended.status}, with ${extended.size} GiB`,
    cure: 'Look for its id in the logs of cinder-scheduler and cinder-volume: is there room on its back end?',
    remedy: 'retry',
  });
}

/**
 * Has Cinder write a volume that is not attached into a new raw image of Glance, which belongs to the project that we
 * are logged in to. Returns the image's id at once; its bytes come while the volume is `uploading`.
 */
export async function uploadVolume(cloud: Cloud, id: string, imageName: string): Promise<string> {
  const order = { image_name: imageName, container_format: 'bare', disk_format: 'raw', force: false };
  const request = { service, method: 'POST', path: `/volumes/${id}/action` } as const;
  const answer = await sendJson(cloud, { ...request, body: { 'os-volume_upload_image': order } }, uploadAnswer);
  return answer['os-volume_upload_image'].image_id;
}

/** Volumes of this name in the project that we are logged in to. */
export async function listOwnVolumes(cloud: Cloud, name: string): Promise<VolumeAnswer[]> {
  return list(cloud, { service, path: '/volumes/detail', key: 'volumes', item: volumeSchema, query: { name } });
}

const snapshotSchema = z.looseObject({ id: z.string(), status: z.string() });
type SnapshotAnswer = z.infer<typeof snapshotSchema>;
const oneSnapshot = z.looseObject({ snapshot: snapshotSchema });

/** Snapshots of this name in the project that we are logged in to. */
export async function listOwnSnapshots(cloud: Cloud, name: string): Promise<SnapshotAnswer[]> {
  return list(cloud, { service, path: '/snapshots/detail', key: 'snapshots', item: snapshotSchema, query: { name } });
}

/** Orders a snapshot of a volume, in use or not, for the project that we are logged in to. Returns its id at once. */
export async function createSnapshot(cloud: Cloud, volumeId: string, name: string): Promise<string> {
  const body = { snapshot: { volume_id: volumeId, name, force: true } };
  return (await sendJson(cloud, { service, method: 'POST', path: '/snapshots', body }, oneSnapshot)).snapshot.id;
}

/** Waits until Cinder has made or deleted a snapshot; undefined when it is gone. */
export async function waitForSnapshot(cloud: Cloud, id: string): Promise<SnapshotAnswer | undefined> {
  return await waitUntil({
    what: `snapshot ${id} of cloud ${cloud.name} to be at rest`,
    timeoutMs: limits.volumeTimeoutMs,
    firstMs: 0,
    look: async () => (await getIfThere(cloud, service, `/snapshots/${id}`, oneSnapshot))?.snapshot,
    isDone: (found) => found === undefined || !underway.has(found.status),
    describe: (found) => found?.status ?? 'gone',
  });
}

/** Deletes a snapshot and waits until it is gone. One long gone is success. */
export async function deleteSnapshot(cloud: Cloud, id: string): Promise<void> {
  if ((await waitForSnapshot(cloud, id)) === undefined) return;
  if (!(await removeIfThere(cloud, service, `/snapshots/${id}`))) return;
  const left = await waitForSnapshot(cloud, id);
  if (left !== undefined) throw stuck('snapshot', cloud, id, left.status);
}

/** States in which Cinder is at work on a volume or a snapshot. */
const underway = new Set([
  'creating',
  'downloading',
  'uploading',
  'extending',
  'retyping',
  'reserved',
  'attaching',
  'detaching',
  'deleting',
]);

/** Waits until Cinder has done what it is at; undefined when the volume is gone. */
export async function waitForVolume(cloud: Cloud, id: string): Promise<VolumeAnswer | undefined> {
  return await waitUntil({
    what: `volume ${id} of cloud ${cloud.name} to be at rest`,
    timeoutMs: limits.volumeTimeoutMs,
    firstMs: 0,
    look: () => getVolume(cloud, id),
    isDone: (found) => found === undefined || !underway.has(found.status),
    describe: (found) => found?.status ?? 'gone',
  });
}

/** Deletes a volume and waits until it is gone: its type, image and project are free then. One long gone is success. */
export async function deleteVolume(cloud: Cloud, id: string): Promise<void> {
  // Cinder deletes none that it is at work on.
  if ((await waitForVolume(cloud, id)) === undefined) return;
  if (!(await removeIfThere(cloud, service, `/volumes/${id}`))) return;
  const left = await waitForVolume(cloud, id);
  if (left !== undefined) throw stuck('volume', cloud, id, left.status);
}

function stuck(what: string, cloud: Cloud, id: string, status: string): Problem {
  return new Problem({
    summary: `${what} ${id} of cloud ${cloud.name} could not be deleted: it is ${status}`,
    cure: 'Look for its id in the logs of cinder-volume; then run the same command again.',
    remedy: 'ask',
  });
}
