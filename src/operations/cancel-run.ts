import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import type { Plan } from '../plan/plan.ts';
import { findRun, type RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { noteWish } from '../store/wishes.ts';
import { awaitWish } from './await-wish.ts';
import type { Pair } from './open-pair.ts';
import { busyProblem, carryOn, refuseOtherClouds, type RunResult } from './run-plan.ts';

/** States from which a run can be cancelled, or is so already. */
const cancellable = ['running', 'failed', 'cancelling'];

/**
 * Has the process at a run put back what is in between and stop for good, and waits until it has. idle: no process
 * works on it, so that `finishCancel` is to do it. Throws a Problem when the run is over in another way.
 */
export async function cancelRun(
  store: Store,
  run: RunRow,
  tell: (going: readonly string[]) => void,
): Promise<'cancelled' | 'idle'> {
  const { id } = run;
  if (run.state === 'cancelled') return 'cancelled';
  if (!(await noteCancel(store, id))) throw uncancellable(run);
  for (;;) {
    const outcome = await awaitWish(store, id, ['cancel'], tell);
    if (outcome === 'idle') return 'idle';
    const now = (await findRun(store, id)) ?? run;
    if (now.state === 'cancelled') return 'cancelled';
    // It ended before it could hear of it, or with failures.
    if (!(await noteCancel(store, id))) throw uncancellable(now);
    while (await store.isBusy(id)) await delay(limits.eventPollMs);
  }
}

/** Carries a cancel to its end in this process. Safe to call again. */
export async function finishCancel(pair: Pair, store: Store, plan: Plan): Promise<RunResult> {
  await refuseOtherClouds(pair, plan);
  const result = await store.alone(plan.id, async () => {
    if (!(await noteCancel(store, plan.id))) throw busyProblem(plan.id);
    return await carryOn(pair, store, plan);
  });
  if (result === undefined) throw busyProblem(plan.id);
  return result;
}

function noteCancel(store: Store, id: string): Promise<boolean> {
  return noteWish(store, id, 'cancel', ({ state }) => cancellable.includes(state));
}

function uncancellable({ id, state }: RunRow): Problem {
  const isOver = state === 'undone';
  const cure =
    state === 'undoing'
      ? `Finish it with \`pumphouse undo ${id}\`; \`pumphouse pause ${id}\` holds it.`
      : isOver
        ? 'Nothing of it is left.'
        : `\`pumphouse undo ${id}\` takes back what it created.`;
  const summary = `run ${id} is ${state === 'undoing' ? 'being undone' : state}: there is nothing to cancel`;
  return new Problem({ summary, cure, remedy: 'ask' });
}
