import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../base/limits.ts';
import type { Store } from '../store/store.ts';
import { readWish, type Wish } from '../store/wishes.ts';

/**
 * heeded: the process at the run confirmed it; over: it stands no more, as the run has ended or something else was
 * wished; idle: no process works on the run.
 */
export type WishOutcome = 'heeded' | 'over' | 'idle';

/**
 * Waits until one of the wishes is heeded. That takes as long as what must come to its end before; it never outlasts
 * the process that works on the run. `tell` hears what still goes on, whenever that changes.
 */
export async function awaitWish(
  store: Store,
  runId: string,
  awaited: readonly Wish[],
  tell: (going: readonly string[]) => void,
): Promise<WishOutcome> {
  let told = '';
  for (;;) {
    const isBusy = await store.isBusy(runId);
    const row = await readWish(store, runId);
    if (row === undefined || !awaited.includes(row.wish)) return 'over';
    if (row.heededAt !== null) return 'heeded';
    if (!isBusy) return 'idle';
    if (row.going.length > 0 && row.going.join() !== told) tell(row.going);
    told = row.going.join();
    await delay(limits.eventPollMs);
  }
}
