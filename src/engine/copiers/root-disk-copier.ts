import { Problem } from '../../base/problem.ts';
import { hasRbdImage, type RbdImage, rbdImageSize, removeRbdSnapshots } from '../../copy/rbd-image.ts';
import { deleteImage, getImage } from '../../openstack/image.ts';
import { rootDiskPlace } from '../../openstack/root-disk-place.ts';
import { createDisk } from '../steps/create-disk.ts';
import { diskOf } from '../steps/server-of.ts';
import { destinationDisk } from '../steps/destination-disk.ts';
import type { Task } from '../work.ts';
import { cephAccessOf } from './ceph-access-of.ts';
import type { DiskCopier } from './disk-copier.ts';
import { clearGlanceRoom, type GlanceRoom, glanceRoomOf, handToGlance, makeGlanceRoom } from './glance-room.ts';
import {
  atRest,
  checkedPasses,
  digestOf,
  makeEarlyPass,
  makePass,
  type RbdRoute,
  rbdPrefix,
  snapshotPrefix,
} from './rbd-route.ts';

/** From Nova's disk in Ceph into an image of the destination's Glance there, which the twin then boots from. */
export const rootDiskCopier: DiskCopier = {
  async copy(task) {
    // A server that is tried again finds its image, or makes it anew.
    await createDisk(task);
    const { destination, lookup } = task.passage;
    const imageId = lookup.id('image', diskOf(task));
    if ((await getImage(destination, imageId))?.status === 'active') return;
    const { route, room } = await openRoute(task);
    if (!(await checkedPasses(task, route)).includes(atRest)) await makePass(task, route, atRest);
    await removeRbdSnapshots(room.image, rbdPrefix);
    const digest = await digestOf(task, route);
    const digests = digest === undefined ? undefined : { os_hash_algo: 'sha512', os_hash_value: digest };
    await handToGlance(task.passage, room, digests);
  },

  async refresh(task) {
    await createDisk(task);
    const { route } = await openRoute(task);
    return (await makeEarlyPass(task, route)).sentBytes;
  },

  /** The image on the destination stays: rebuilding and resizing need it, and the twin's disk is a clone of it. */
  clean: removeOurSnapshots,

  /** Deletes the image, also one that was never noted, and what Glance does not know of yet. */
  async remove(task) {
    const { work, passage } = task;
    const disk = diskOf(task);
    const imageId = await destinationDisk(task);
    if (imageId !== undefined) {
      await clearGlanceRoom(task, imageId, disk);
      await deleteImage(passage.destination, imageId);
    }
    // Last, since the disk is not looked for any more once it is forgotten.
    await removeOurSnapshots(task);
    await work.forgetTwin('image', disk);
  },
};

async function removeOurSnapshots(task: Task): Promise<void> {
  await removeRbdSnapshots(sourceDisk(task), snapshotPrefix(task));
}

interface OpenRoute {
  readonly route: RbdRoute;
  readonly room: GlanceRoom;
}

/** The way of the disk, with room at its end. */
async function openRoute(task: Task): Promise<OpenRoute> {
  const { planned, passage } = task;
  const key = diskOf(task);
  const from = sourceDisk(task);
  if (!(await hasRbdImage(from))) {
    throw new Problem({
      summary: `the disk of server ${planned.name} is gone from pool ${from.pool} of ${passage.source.name}`,
      cure: 'Name the pool as `nova` below `ceph_pools` in clouds.yaml, or undo, and plan with --copier glance.',
      remedy: 'ask',
    });
  }
  const destinationId = passage.lookup.id('image', key);
  const room = await glanceRoomOf(task, destinationId, key);
  const route: RbdRoute = {
    key,
    destinationId,
    words: `disk of ${planned.name}`,
    kind: 'server',
    resourceId: planned.id,
    name: planned.name,
    sizeBytes: await rbdImageSize(from),
    isHashed: true,
    images: () => Promise.resolve({ from, to: room.image }),
  };
  await makeGlanceRoom(task, route, room);
  return { route, room };
}

function sourceDisk({ planned, passage: { source } }: Task): RbdImage {
  const access = cephAccessOf(source, `the disk of server ${planned.name}`);
  return { access, ...rootDiskPlace(planned.id, access) };
}
