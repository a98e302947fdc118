import { Problem } from '../../base/problem.ts';
import { cephFsid } from '../../copy/ceph-fsid.ts';
import { hasRbdImage, type RbdImage } from '../../copy/rbd-image.ts';
import { getImage, type ImageAnswer } from '../../openstack/image.ts';
import { type RbdLocation, rbdLocationsOf } from '../../openstack/rbd-location.ts';
import { image } from '../../resources/image.ts';
import type { Task } from '../work.ts';
import { cephAccessOf } from './ceph-access-of.ts';
import type { DiskCopier } from './disk-copier.ts';
import { clearGlanceRoom, glanceRoomOf, handToGlance, makeGlanceRoom } from './glance-room.ts';
import { atRest, checkedPasses, copyInTurn, digestOf, forgetPasses, type RbdRoute } from './rbd-route.ts';

/**
 * An image from the pool of one Glance to that of the other: its bytes never pass through either. The source's Glance
 * keeps a snapshot of each image, so that nothing is made there.
 */
export const rbdImageCopier: DiskCopier = {
  async copy(task) {
    const { destination, lookup } = task.passage;
    const twinId = lookup.id('image', task.planned.id);
    if (!(await hasBytes(task, twinId))) {
      const [place, room] = await Promise.all([sourcePlace(task), glanceRoomOf(task, twinId, task.planned.id)]);
      const ends = { from: place.image, to: room.image };
      const route = { ...routeOf(task, twinId), images: () => Promise.resolve(ends) };
      await makeGlanceRoom(task, route, room);
      const isCopied = (await checkedPasses(task, route)).includes(atRest);
      if (!isCopied) await copyInTurn(task, route, { ...ends, label: atRest, toSnap: place.snapshot });
      await handToGlance(task.passage, room, digestsToTell(task, await digestOf(task, route)));
    }
    await refuseUnequal(task, await getImage(destination, twinId));
  },

  release: (task, twinId) => clearGlanceRoom(task, twinId, task.planned.id),

  remove: (task) => forgetPasses(task, task.planned.id),
};

/** Whether the destination's image has its bytes. Throws a Problem while somebody else uploads to it. */
async function hasBytes({ planned, passage: { destination } }: Task, twinId: string): Promise<boolean> {
  const status = (await getImage(destination, twinId))?.status ?? 'gone';
  if (status === 'queued') return false;
  if (status === 'active') return true;
  throw new Problem({
    summary: `image ${planned.name} (${twinId}) of ${destination.name} is ${status}, and takes no bytes`,
    cure: 'Wait until an earlier upload has ended, or delete it there; then run the same command again.',
    remedy: 'ask',
  });
}

interface SourcePlace {
  readonly image: RbdImage;
  readonly snapshot: string;
}

async function sourcePlace({ planned, passage: { source } }: Task): Promise<SourcePlace> {
  const access = cephAccessOf(source, `image ${planned.name}`);
  const [fsid, answer] = await Promise.all([cephFsid(access), getImage(source, planned.id)]);
  for (const { pool, name, snapshot } of placesIn(fsid, answer)) {
    const found = { access, pool, name };
    if (await hasRbdImage(found)) return { image: found, snapshot };
  }
  throw new Problem({
    summary: `Glance of ${source.name} does not show image ${planned.name} in its Ceph any more`,
    cure: 'Undo the run, and make a new plan.',
    remedy: 'ask',
  });
}

function placesIn(cluster: string, answer: ImageAnswer | undefined): RbdLocation[] {
  return answer === undefined ? [] : rbdLocationsOf(answer).filter(({ fsid }) => fsid === cluster);
}

function routeOf(task: Task, twinId: string): Omit<RbdRoute, 'images'> {
  const { planned, kind, resource } = task;
  return {
    key: planned.id,
    destinationId: twinId,
    words: `image ${planned.name}`,
    kind: 'image',
    resourceId: planned.id,
    name: planned.name,
    sizeBytes: kind.disk?.(resource)?.sizeBytes ?? 0,
    isHashed: true,
  };
}

/** What Glance is to keep: our digest of what is on the destination, which has to be what the source's Glance has. */
function digestsToTell({ planned, resource, passage }: Task, computed: string | undefined) {
  if (computed === undefined) return undefined;
  const { digest, checksum } = image.schema.parse(resource);
  if (digest !== undefined && digest.value !== computed) {
    throw new Problem({
      summary: `the bytes of image ${planned.name} of ${passage.source.name} are not those that its Glance received`,
      detail: `both sides are equal in Ceph; their SHA-512 is ${computed}, and Glance has ${digest.value}`,
      cure: 'It was damaged or changed past Glance: upload it anew there, or exclude it.',
      remedy: 'ask',
    });
  }
  return { os_hash_algo: 'sha512', os_hash_value: computed, ...(checksum === undefined ? {} : { checksum }) };
}

async function refuseUnequal({ planned, resource, passage }: Task, twin: ImageAnswer | undefined): Promise<void> {
  const { digest, sizeBytes } = image.schema.parse(resource);
  const unequal = [
    ...(twin?.status === 'active' ? [] : [`it is ${twin?.status ?? 'gone'}`]),
    ...(twin?.size === sizeBytes ? [] : [`it has ${twin?.size ?? 'no'} bytes instead of ${sizeBytes ?? 'none'}`]),
    ...(digest === undefined || twin?.os_hash_value === digest.value ? [] : [`its digest is ${twin?.os_hash_value}`]),
  ];
  if (unequal.length === 0) return;
  throw new Problem({
    summary: `image ${planned.name} of ${passage.destination.name} did not come out equal to its source`,
    detail: unequal.join('; '),
    cure: 'Undo the run, which deletes it, and look into the log of Glance.',
    remedy: 'ask',
  });
}
