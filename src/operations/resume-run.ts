import { Problem } from '../base/problem.ts';
import type { RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { noteWish } from '../store/wishes.ts';
import { awaitWish } from './await-wish.ts';

/**
 * Has the process at a paused run go on, and waits until that has confirmed. not paused: a process works on it already;
 * idle: none does, so that the run is to be carried out anew. Throws a Problem when there is nothing to go on with.
 */
export async function resumeRun(store: Store, run: RunRow): Promise<'resumed' | 'not paused' | 'idle'> {
  const { id, state, endedAt } = run;
  if (state === 'done') {
    const cure = `\`pumphouse report ${id}\` shows what it did.`;
    throw new Problem({ summary: `run ${id} is done: there is nothing to resume`, cure, remedy: 'ask' });
  }
  if (endedAt !== null || !(await store.isBusy(id))) return 'idle';
  const isPaused = await noteWish(store, id, 'go', ({ wish }) => wish !== undefined && wish !== 'cancel');
  if (!isPaused && run.wish === 'cancel') {
    const cure = `\`pumphouse cancel ${id}\` waits until it is.`;
    throw new Problem({ summary: `run ${id} is being cancelled`, cure, remedy: 'ask' });
  }
  if (!isPaused) return 'not paused';
  const outcome = await awaitWish(store, id, ['go'], () => undefined);
  return outcome === 'idle' ? 'idle' : 'resumed';
}
