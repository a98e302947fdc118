import { limits } from '../../base/limits.ts';
import { openGate } from '../../openstack/gate.ts';
import { listTouchedServers } from '../../store/touched-servers.ts';
import { copierOf } from '../copiers/copier-of.ts';
import { followerTasks, volumeTasks } from '../volume-tasks.ts';
import type { Step, Task } from '../work.ts';
import { create } from './create.ts';

/**
 * Copies disks while the server runs, until little changes between one pass and the next; with them those of servers
 * that go to rest together with it. One that rests already, as such a server, has only its last pass left.
 */
export const preCopy: Step = async (task) => {
  const { work, planned } = task;
  if ((await listTouchedServers(work.store, work.runId)).includes(planned.id)) return;
  for (let round = 1, before = Number.POSITIVE_INFINITY; round <= limits.warmRoundsMost; round += 1) {
    const sentBytes = await refreshDisks(task);
    if (sentBytes <= limits.warmEnoughBytes || sentBytes > before / 2) return;
    before = sentBytes;
  }
};

/** Brings over what has changed in root disk and volumes since the last time, or all of it. Returns bytes sent. */
export async function refreshDisks(task: Task): Promise<number> {
  const gate = openGate(limits.volumesAtOnce);
  const servers = [task, ...followerTasks(task)].map((one) => ({ ...one, ...signalOf(task) }));
  const disks = servers.flatMap((one) => [one, ...volumeTasks(one)]);
  const settled = await Promise.allSettled(disks.map((one) => gate.pass(() => refreshDisk(one))));
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return settled.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0);
}

function signalOf({ signal }: Task): Pick<Task, 'signal'> {
  return signal === undefined ? {} : { signal };
}

async function refreshDisk(task: Task): Promise<number> {
  const { refresh } = copierOf(task);
  if (refresh === undefined) return 0;
  const { planned, passage } = task;
  if (planned.kind === 'volume' && passage.lookup.find('volume', planned.id) === undefined) await create(task);
  return await refresh(task);
}
