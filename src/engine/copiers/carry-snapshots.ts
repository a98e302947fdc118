import { Problem } from '../../base/problem.ts';
import { listRbdSnapshots, rbdImageSpec } from '../../copy/rbd-image.ts';
import { extendVolume } from '../../openstack/volumes.ts';
import { snapshotOf, snapshotTasks } from '../snapshot-tasks.ts';
import { create } from '../steps/create.ts';
import { verify } from '../steps/verify.ts';
import type { Task } from '../work.ts';
import { checkedPasses, cinderSnapshot, makePass, type RbdRoute } from './rbd-route.ts';

/**
 * Takes the snapshots of a volume along, the oldest first: its twin is filled up to each, and Cinder takes one of the
 * twin before anything newer is written to it. What an earlier try took is found by its mark, and its pass is not
 * repeated. Then the twin is as large as the volume: `sizeGiB`.
 */
export async function carrySnapshots(task: Task, route: RbdRoute, sizeGiB: number): Promise<void> {
  const { destination } = task.passage;
  for (const one of await inOrder(task, route)) {
    const snapshot = snapshotOf(one);
    const label = cinderSnapshot(snapshot.id);
    if (!(await checkedPasses(task, route)).includes(label)) {
      await extendVolume(destination, route.destinationId, snapshot.sizeGiB);
      await makePass(task, route, label);
    }
    await create(one);
    await verify(one);
    const { kind, id: resourceId, name } = one.planned;
    const message = `snapshot ${name} of ${route.words} taken on the destination`;
    await task.work.tell({ type: 'note', message, kind, resourceId, name });
  }
  await extendVolume(destination, route.destinationId, sizeGiB);
}

/** Those that have not come yet, in the order in which they were taken, which Ceph knows to the last one. */
async function inOrder(task: Task, route: RbdRoute): Promise<Task[]> {
  const done = await checkedPasses(task, route);
  const isThere = ({ planned }: Task): boolean =>
    done.includes(cinderSnapshot(planned.id)) && task.passage.lookup.find(planned.kind, planned.id) !== undefined;
  const left = snapshotTasks(task).filter((one) => !isThere(one));
  if (left.length === 0) return [];
  const { from } = await route.images();
  const taken = await listRbdSnapshots(from);
  const placeOf = ({ planned }: Task): number => taken.indexOf(cinderSnapshot(planned.id));
  const lost = left.find((one) => placeOf(one) < 0);
  if (lost === undefined) return left.toSorted((one, other) => placeOf(one) - placeOf(other));
  throw new Problem({
    summary: `snapshot ${lost.planned.name} of ${route.words} is not in Ceph`,
    detail: `there is no ${rbdImageSpec(from, cinderSnapshot(lost.planned.id))}`,
    cure: 'Undo the run and make a new plan if it was deleted since; or exclude the snapshot.',
    remedy: 'ask',
  });
}
