import { keyOf } from '../inventory/select.ts';
import { volumeSnapshot, type VolumeSnapshot } from '../resources/volume-snapshot.ts';
import { taskOf } from './task-of.ts';
import type { Task } from './work.ts';

/** The snapshots that go along with a volume, each as a task of its own within the volume's; none of other kinds. */
export function snapshotTasks({ work, planned, signal }: Task): Task[] {
  if (planned.kind !== 'volume') return [];
  return work.plan.resources
    .filter(({ kind, action }) => kind === 'volume-snapshot' && action === 'create')
    .map(({ id }) => ({ ...taskOf(work, keyOf('volume-snapshot', id)), ...(signal === undefined ? {} : { signal }) }))
    .filter((one) => snapshotOf(one).volumeId === planned.id);
}

/** The snapshot that a task is about. */
export function snapshotOf({ resource }: Task): VolumeSnapshot {
  return volumeSnapshot.schema.parse(resource);
}
