import { limits } from '../../base/limits.ts';
import { openGate } from '../../openstack/gate.ts';
import { copierOf } from '../copiers/copier-of.ts';
import { volumeTasks } from '../volume-tasks.ts';
import type { Step, Task } from '../work.ts';
import { create } from './create.ts';

/** Copies volumes while the server runs, until little changes between one pass and the next. */
export const preCopy: Step = async (task) => {
  for (let round = 1, before = Number.POSITIVE_INFINITY; round <= limits.warmRoundsMost; round += 1) {
    const sentBytes = await refreshVolumes(task);
    if (sentBytes <= limits.warmEnoughBytes || sentBytes > before / 2) return;
    before = sentBytes;
  }
};

/** Brings over what has changed in the volumes since the last time, all of them the first time. Returns bytes sent. */
export async function refreshVolumes(task: Task): Promise<number> {
  const gate = openGate(limits.volumesAtOnce);
  const settled = await Promise.allSettled(volumeTasks(task).map((one) => gate.pass(() => refreshVolume(one))));
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return settled.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0);
}

async function refreshVolume(task: Task): Promise<number> {
  const { refresh } = copierOf(task);
  if (refresh === undefined) return 0;
  if (task.passage.lookup.find('volume', task.planned.id) === undefined) await create(task);
  return await refresh(task);
}
