import { Problem } from '../../base/problem.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import {
  createSnapshot,
  createVolume,
  deleteSnapshot,
  deleteVolume,
  listOwnSnapshots,
  listOwnVolumes,
  waitForSnapshot,
  waitForVolume,
} from '../../openstack/volumes.ts';
import { temporaryName } from '../../resources/image-property.ts';

/**
 * Cinder uploads no volume that is in use: this is a volume of ours that is made from a snapshot of it, while its
 * servers rest. Both have the name of the disk, by which an earlier try's are found. Returns its id.
 */
export async function restingCopy(cloud: Cloud, volumeId: string, disk: string): Promise<string> {
  const found = (await listOwnVolumes(cloud, disk)).find(({ status }) => status !== 'deleting');
  const id = found?.id ?? (await orderCopy(cloud, volumeId, disk));
  const copy = await waitForVolume(cloud, id);
  if (copy?.status === 'available') return id;
  if (copy !== undefined) await deleteVolume(cloud, id);
  throw new Problem({
    summary: `the source's Cinder could not copy volume ${volumeId} for its upload`,
    detail: copy === undefined ? `${id} vanished` : `${id} became ${copy.status}`,
    cure: 'Look for both ids in the logs of cinder-scheduler and cinder-volume: is there room on its back end?',
    remedy: 'retry',
  });
}

async function orderCopy(cloud: Cloud, volumeId: string, disk: string): Promise<string> {
  const snapshotId = await takeSnapshot(cloud, volumeId, disk);
  const order = { name: disk, snapshot_id: snapshotId, metadata: { [temporaryName]: 'true' } };
  return (await createVolume(cloud, order)).id;
}

async function takeSnapshot(cloud: Cloud, volumeId: string, disk: string): Promise<string> {
  const found = (await listOwnSnapshots(cloud, disk)).find(({ status }) => status !== 'deleting');
  const id = found?.id ?? (await createSnapshot(cloud, volumeId, disk));
  const snapshot = await waitForSnapshot(cloud, id);
  if (snapshot?.status === 'available') return id;
  if (snapshot !== undefined) await deleteSnapshot(cloud, id);
  throw new Problem({
    summary: `the source's Cinder could not take a snapshot of volume ${volumeId}`,
    detail: snapshot === undefined ? `${id} vanished` : `${id} became ${snapshot.status}`,
    cure: 'Look for both ids in the logs of cinder-volume.',
    remedy: 'retry',
  });
}

/** Takes away what `restingCopy` made: the volume first, since it may stand on the snapshot. */
export async function removeRestingCopy(cloud: Cloud, disk: string): Promise<void> {
  for (const { id } of await listOwnVolumes(cloud, disk)) await deleteVolume(cloud, id);
  for (const { id } of await listOwnSnapshots(cloud, disk)) await deleteSnapshot(cloud, id);
}
