import { openRbdFinder } from '../../copy/rbd-finder.ts';
import { type RbdImage, removeRbdSnapshots } from '../../copy/rbd-image.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getVolume } from '../../openstack/volumes.ts';
import { cephAccessOf } from './ceph-access-of.ts';
import { rbdPrefix } from './rbd-route.ts';

/** Where a cloud keeps a volume in its Ceph, if it is there. */
export async function volumeImageIn(cloud: Cloud, id: string): Promise<RbdImage | undefined> {
  const access = cephAccessOf(cloud, `volume ${id}`);
  const answer = await getVolume(cloud, id);
  const host = answer?.['os-vol-host-attr:host'] ?? '';
  return await openRbdFinder(access).find({
    id,
    host,
    nameId: answer?.['os-vol-mig-status-attr:name_id'] ?? undefined,
  });
}

/** Takes our snapshots off the twin of a volume: Ceph deletes no image that has snapshots. */
export async function releaseVolume(destination: Cloud, twinId: string): Promise<void> {
  const image = await volumeImageIn(destination, twinId);
  if (image !== undefined) await removeRbdSnapshots(image, rbdPrefix);
}
