import { Problem } from '../../base/problem.ts';
import { openRbdFinder } from '../../copy/rbd-finder.ts';
import { type RbdImage, rbdImageSpec, removeRbdSnapshots } from '../../copy/rbd-image.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getVolume } from '../../openstack/volumes.ts';
import { type Volume, volumeSchema } from '../../resources/volume-from-answer.ts';
import { carriageOf } from '../carriage-of.ts';
import type { Task } from '../work.ts';
import { cephAccessOf } from './ceph-access-of.ts';
import { carrySnapshots } from './carry-snapshots.ts';
import type { DiskCopier } from './disk-copier.ts';
import {
  atRest,
  checkedPasses,
  forgetPasses,
  makeEarlyPass,
  makePass,
  type RbdEnds,
  type RbdRoute,
  rbdPrefix,
  snapshotPrefix,
} from './rbd-route.ts';
import { tellLateSnapshots } from './tell-late-snapshots.ts';

/** From Ceph to Ceph, into a volume that is there already: only a snapshot of the source is made for it. */
export const rbdCopier: DiskCopier = {
  async copy(task) {
    const route = routeOf(task);
    // A server that is tried again finds those of its volumes that have come.
    if ((await checkedPasses(task, route)).includes(atRest)) return;
    await refuseUse(task);
    await carrySnapshots(task, route, volumeOf(task).sizeGiB);
    await tellLateSnapshots(task, route);
    await makePass(task, route, atRest);
    await refuseUse(task);
  },

  async refresh(task) {
    const route = routeOf(task);
    await carrySnapshots(task, route, volumeOf(task).sizeGiB);
    return (await makeEarlyPass(task, route)).sentBytes;
  },

  async clean(task) {
    const image = await imageIn(task.passage.source, task.planned.id);
    if (image !== undefined) await removeRbdSnapshots(image, snapshotPrefix(task));
  },

  /** Ceph deletes no image that has snapshots. */
  async release(task, twinId) {
    const image = await imageIn(task.passage.destination, twinId);
    if (image !== undefined) await removeRbdSnapshots(image, rbdPrefix);
  },

  async remove(task) {
    await forgetPasses(task, task.planned.id);
    await rbdCopier.clean(task);
  },
};

function volumeOf({ resource }: Task): Volume {
  return volumeSchema.parse(resource);
}

function routeOf(task: Task): RbdRoute {
  const { planned, passage, kind, resource } = task;
  return {
    key: planned.id,
    destinationId: passage.lookup.id('volume', planned.id),
    words: `volume ${planned.name}`,
    kind: 'volume',
    resourceId: planned.id,
    name: planned.name,
    sizeBytes: kind.disk?.(resource)?.sizeBytes ?? 0,
    images: () => bothImages(task),
  };
}

/** What is attached rests with its servers; what is attached to nothing must stay so. */
async function refuseUse({ work, planned, passage: { source } }: Task): Promise<void> {
  if (carriageOf(work.plan).carrierOf(planned.id) !== undefined) return;
  const status = (await getVolume(source, planned.id))?.status ?? 'gone';
  if (status === 'available') return;
  throw new Problem({
    summary: `volume ${planned.name} of ${source.name} is ${status}: what is written to it now would be lost`,
    cure: 'Detach it, or make a new plan, by which it moves with its server; undo this run before.',
    remedy: 'ask',
  });
}

async function bothImages({ planned, passage }: Task): Promise<RbdEnds> {
  const { source, destination, lookup } = passage;
  const twinId = lookup.id('volume', planned.id);
  const [from, to] = await Promise.all([imageIn(source, planned.id), imageIn(destination, twinId)]);
  if (from === undefined) throw lostProblem(source, planned.id);
  if (to === undefined) throw lostProblem(destination, twinId);
  if (rbdImageSpec(from) !== rbdImageSpec(to) || from.access.conf !== to.access.conf) return { from, to };
  throw new Problem({
    summary: `volume ${planned.name} would be copied onto itself: ${rbdImageSpec(from)}`,
    cure: 'Check `ceph` and `ceph_pools` of both clouds in clouds.yaml.',
    remedy: 'ask',
  });
}

async function imageIn(cloud: Cloud, id: string): Promise<RbdImage | undefined> {
  const access = cephAccessOf(cloud, `volume ${id}`);
  const answer = await getVolume(cloud, id);
  const host = answer?.['os-vol-host-attr:host'] ?? '';
  return await openRbdFinder(access).find({
    id,
    host,
    nameId: answer?.['os-vol-mig-status-attr:name_id'] ?? undefined,
  });
}

function lostProblem({ name }: Cloud, id: string): Problem {
  return new Problem({
    summary: `volume ${id} is in no pool of the Ceph of ${name}`,
    cure: `Name the pool of its back end below \`ceph_pools\` of ${name} in clouds.yaml, or plan with --copier glance.`,
    remedy: 'ask',
  });
}
