import { listTouchedServers } from '../store/touched-servers.ts';
import { refuseDrift } from './drift.ts';
import type { Task } from './work.ts';

/**
 * Comes before the first change of a source server: refuses one that is not as it was planned, and notes that from now
 * on its state is our doing, to be carried on or put back.
 */
export async function touchServer(task: Task): Promise<void> {
  const { work, planned } = task;
  const touched = await listTouchedServers(work.store, work.runId);
  if (touched.includes(planned.id)) return;
  await refuseDrift(task);
  const about = { kind: planned.kind, resourceId: planned.id, name: planned.name, step: 'quiesce' };
  await work.tell({ type: 'touched', message: 'it is on the source as planned', ...about });
}
