import { limits } from '../../base/limits.ts';
import {
  pauseServer,
  resumeServer,
  startServer,
  stopServer,
  suspendServer,
  waitForServer,
} from '../../openstack/compute.ts';
import { Problem } from '../../base/problem.ts';
import { keyOf } from '../../inventory/select.ts';
import { listNodes } from '../../store/runs.ts';
import { listTouchedServers } from '../../store/touched-servers.ts';
import { carriageOf } from '../carriage-of.ts';
import { volumeTasks } from '../volume-tasks.ts';
import type { Step, Task } from '../work.ts';
import { removeDisk } from './remove-disk.ts';
import { serverOf } from './server-of.ts';
import { restorePorts } from './restore-ports.ts';
import { undo } from './undo.ts';

/**
 * Deletes the twin with its disk and volumes, since they are of yesterday when the source server runs again, and brings
 * that into the state in which it was planned. An undo of the whole run deletes volumes when no server has them.
 */
export const putBack: Step = async (task) => {
  const { work } = task;
  const wasChanged = await isChanged(task);
  // One that was never brought to rest has no twin of this run, and its ports are its owner's.
  if (wasChanged) await undo(task);
  await removeDisk(task);
  if (!work.isUndoing) for (const one of volumeTasks(task)) await undo(one);
  if (wasChanged) await restorePorts(task);
  if (!work.isUndoing) await refuseParting(task);
  if (wasChanged) await restorePower(task);
};

/** Whether its power is our doing: one of which only the disks were copied is its owner's to start and stop. */
async function isChanged({ work, planned }: Task): Promise<boolean> {
  if ((await listTouchedServers(work.store, work.runId)).includes(planned.id)) return true;
  const key = keyOf('server', planned.id);
  return (await listNodes(work.store, work.runId)).some((node) => node.key === key && node.state === 'done');
}

/** Two clouds must not write to what was one volume: a server rests while the one that it shares it with is away. */
async function refuseParting({ work, planned, passage }: Task): Promise<void> {
  const leader = carriageOf(work.plan).leaderOf(planned.id);
  const nodes = leader === undefined ? [] : await listNodes(work.store, work.runId);
  if (!nodes.some(({ key, state }) => key === keyOf('server', leader ?? '') && state === 'done')) return;
  const name = work.plan.resources.find(({ kind, id }) => kind === 'server' && id === leader)?.name ?? leader;
  const why = `server ${name}, with which it shares a volume, has moved`;
  throw new Problem({
    summary: `server ${planned.name} rests on ${passage.source.name}: ${why}`,
    cure: 'Run the same command again, so that it follows; or undo the run, which brings both back.',
    remedy: 'ask',
  });
}

async function restorePower(task: Task): Promise<void> {
  const { source } = task.passage;
  const { id, status: planned } = serverOf(task);
  const statuses = ['ACTIVE', 'SUSPENDED', 'SHUTOFF', 'PAUSED', 'ERROR'];
  const { status } = await waitForServer(source, id, { statuses, timeoutMs: limits.serverStateTimeoutMs });
  if (status === planned) return;
  if (planned === 'SHUTOFF') return await stopServer(source, id);
  if (status === 'SHUTOFF') await startServer(source, id);
  if (status === 'SUSPENDED') await resumeServer(source, id);
  if (planned === 'SUSPENDED') await suspendServer(source, id);
  if (planned === 'PAUSED') await pauseServer(source, id);
}
