import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../../base/limits.ts';
import { Problem } from '../../base/problem.ts';
import type { Step, Task } from '../work.ts';
import { refreshDisks } from './pre-copy.ts';

/**
 * Waits until the operator, or the window, lets the server be brought to rest. Meanwhile what was copied of it is kept
 * fresh, so that little is left for its downtime.
 */
export const cutover: Step = async (task) => {
  const { work, node, planned, signal } = task;
  let freshMs = Date.now();
  while (!(await work.cutovers.mayPass(node.key, planned.id))) {
    if (signal?.aborted === true) throw brokenOff(task);
    if (isWarm(task) && Date.now() - freshMs >= limits.warmRefreshMs) {
      await refreshDisks(task);
      freshMs = Date.now();
    }
    await delay(limits.eventPollMs, undefined, { signal }).catch(() => undefined);
  }
  if (isWarm(task)) await refreshDisks(task);
};

function isWarm({ node }: Task): boolean {
  return node.steps.includes('pre-copy');
}

function brokenOff({ work, planned }: Task): Problem {
  return new Problem({
    summary: `server ${planned.name} waits no longer for its cutover`,
    cure: `It waits again as soon as the run goes on: pumphouse resume ${work.runId}.`,
    remedy: 'retry',
  });
}
