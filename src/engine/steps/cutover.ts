import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../../base/limits.ts';
import { Problem } from '../../base/problem.ts';
import type { Step } from '../work.ts';

/** Waits until the operator, or the window, lets the server be brought to rest. */
export const cutover: Step = async ({ work, node, planned, signal }) => {
  while (!(await work.cutovers.mayPass(node.key, planned.id))) {
    if (signal?.aborted === true) {
      throw new Problem({
        summary: `server ${planned.name} waits no longer for its cutover`,
        cure: `It waits again as soon as the run goes on: pumphouse resume ${work.runId}.`,
        remedy: 'retry',
      });
    }
    await delay(limits.eventPollMs, undefined, { signal }).catch(() => undefined);
  }
};
