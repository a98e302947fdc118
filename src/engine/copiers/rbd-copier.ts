import { Problem } from '../../base/problem.ts';
import { hasRbdChanges, listRbdSnapshots, rbdImageSpec, removeRbdSnapshots } from '../../copy/rbd-image.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getVolume } from '../../openstack/volumes.ts';
import { type Volume, volumeSchema } from '../../resources/volume-from-answer.ts';
import { carriageOf } from '../carriage-of.ts';
import type { Task } from '../work.ts';
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
  snapshotPrefix,
} from './rbd-route.ts';
import { releaseVolume, volumeImageIn } from './volume-image.ts';
import { tellLateSnapshots } from './tell-late-snapshots.ts';

/** From Ceph to Ceph, into a volume that is there already: only a snapshot of the source is made for it. */
export const rbdCopier: DiskCopier = {
  async copy(task) {
    const route = routeOf(task);
    // A server that is tried again finds those of its volumes that have come.
    if (!(await checkedPasses(task, route)).includes(atRest)) {
      await refuseUse(task);
      await carrySnapshots(task, route, volumeOf(task).sizeGiB);
      await tellLateSnapshots(task, route);
      await makePass(task, route, atRest);
      await refuseUse(task);
    }
    await refuseLateWrites(task, route);
  },

  async refresh(task) {
    const route = routeOf(task);
    await carrySnapshots(task, route, volumeOf(task).sizeGiB);
    return (await makeEarlyPass(task, route)).sentBytes;
  },

  clean: removeOurSnapshots,

  release: ({ passage }, twinId) => releaseVolume(passage.destination, twinId),

  async remove(task) {
    await forgetPasses(task, task.planned.id);
    await removeOurSnapshots(task);
  },
};

async function removeOurSnapshots(task: Task): Promise<void> {
  const image = await volumeImageIn(task.passage.source, task.planned.id);
  if (image !== undefined) await removeRbdSnapshots(image, snapshotPrefix(task));
}

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

/** Between two tries somebody may have attached what is attached to nothing, and written to it past our snapshot. */
async function refuseLateWrites(task: Task, route: RbdRoute): Promise<void> {
  const { work, planned, passage } = task;
  if (carriageOf(work.plan).carrierOf(planned.id) !== undefined) return;
  const { from } = await route.images();
  const snapshot = `${snapshotPrefix(task)}${atRest}`;
  // An earlier try that came as far as taking it away has looked before.
  if (!(await listRbdSnapshots(from)).includes(snapshot) || !(await hasRbdChanges(from, snapshot))) return;
  throw new Problem({
    summary: `volume ${planned.name} of ${passage.source.name} was written to since its copy began`,
    detail: 'somebody attached it in the meantime; the copy is of before',
    cure: 'Detach it, undo this run, and plan again.',
    remedy: 'ask',
  });
}

async function bothImages({ planned, passage }: Task): Promise<RbdEnds> {
  const { source, destination, lookup } = passage;
  const twinId = lookup.id('volume', planned.id);
  const [from, to] = await Promise.all([volumeImageIn(source, planned.id), volumeImageIn(destination, twinId)]);
  if (from === undefined) throw lostProblem(source, planned.id);
  if (to === undefined) throw lostProblem(destination, twinId);
  if (rbdImageSpec(from) !== rbdImageSpec(to) || from.access.conf !== to.access.conf) return { from, to };
  throw new Problem({
    summary: `volume ${planned.name} would be copied onto itself: ${rbdImageSpec(from)}`,
    cure: 'Check `ceph` and `ceph_pools` of both clouds in clouds.yaml.',
    remedy: 'ask',
  });
}

function lostProblem({ name }: Cloud, id: string): Problem {
  return new Problem({
    summary: `volume ${id} is in no pool of the Ceph of ${name}`,
    cure:
      `Name the pool of its back end below \`ceph_pools\` of ${name} in clouds.yaml; or undo the run, and plan with ` +
      '--copier glance.',
    remedy: 'ask',
  });
}
