import { Problem } from '../base/problem.ts';
import type { RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { noteWish } from '../store/wishes.ts';
import { awaitWish, type WishOutcome } from './await-wish.ts';

/**
 * Has the process at a run hold it, and waits until that has confirmed. `tell` hears what still goes on. Throws a
 * Problem when the run has ended or is being cancelled. idle: no process works on it, so nothing runs anyway.
 */
export async function pauseRun(
  store: Store,
  run: RunRow,
  isNow: boolean,
  tell: (going: readonly string[]) => void,
): Promise<WishOutcome> {
  const { id } = run;
  const wish = isNow ? 'pause-now' : 'pause';
  if (run.endedAt === null && run.wish !== 'cancel' && !(await store.isBusy(id))) return 'idle';
  const isNoted = await noteWish(store, id, wish, ({ endedAt, wish: before }) => {
    return endedAt === null && before !== 'cancel';
  });
  if (!isNoted) throw unpausable(run);
  return await awaitWish(store, id, [wish], tell);
}

function unpausable({ id, state, endedAt }: RunRow): Problem {
  if (endedAt === null) {
    const cure = `\`pumphouse cancel ${id}\` waits until it is.`;
    return new Problem({ summary: `run ${id} is being cancelled`, cure, remedy: 'ask' });
  }
  const cure = `\`pumphouse report ${id}\` shows what it did.`;
  return new Problem({ summary: `run ${id} has ended (${state}): there is nothing to pause`, cure, remedy: 'ask' });
}
