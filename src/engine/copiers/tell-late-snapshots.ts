import { plural } from '../../base/units.ts';
import { listRbdSnapshots } from '../../copy/rbd-image.ts';
import { snapshotTasks } from '../snapshot-tasks.ts';
import type { Task } from '../work.ts';
import { cinderSnapshot, type RbdRoute } from './rbd-route.ts';

/** Tells which snapshots of a volume stay behind, since they were taken after the plan was made, or left out of it. */
export async function tellLateSnapshots(task: Task, route: RbdRoute): Promise<void> {
  const { work, planned } = task;
  const prefix = cinderSnapshot('');
  const carried = new Set(snapshotTasks(task).map((one) => one.planned.id));
  const taken = (await listRbdSnapshots((await route.images()).from)).filter((name) => name.startsWith(prefix));
  const late = taken.map((name) => name.slice(prefix.length)).filter((id) => !carried.has(id));
  if (late.length === 0) return;
  const stay = late.length === 1 ? 'is not part of the plan and stays' : 'are not part of the plan and stay';
  const message = `${plural(late.length, 'snapshot')} of ${route.words} ${stay} behind: ${late.join(', ')}`;
  await work.tell({ type: 'note', message, kind: planned.kind, resourceId: planned.id, name: planned.name });
}
