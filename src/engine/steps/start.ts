import { limits } from '../../base/limits.ts';
import { stopServer, suspendServer, waitForServer } from '../../openstack/compute.ts';
import { wantedStatus } from '../../resources/power-state.ts';
import type { Step } from '../work.ts';
import { serverOf } from './server-of.ts';

/** Waits until the twin runs, then brings it into the power state that the source server had. */
export const start: Step = async (task) => {
  const { destination, lookup } = task.passage;
  const id = lookup.id('server', task.planned.id);
  const wanted = wantedStatus(serverOf(task).status);
  const statuses = wanted === 'ACTIVE' ? ['ACTIVE'] : ['ACTIVE', wanted];
  const { status } = await waitForServer(destination, id, { statuses, timeoutMs: limits.serverActiveTimeoutMs });
  if (status === wanted) return;
  if (wanted === 'SHUTOFF') await stopServer(destination, id);
  if (wanted === 'SUSPENDED') await suspendServer(destination, id);
};
