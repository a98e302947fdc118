import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { sleep } from './retry.ts';

export interface Waiting<T> {
  /** What is waited for, as in `server web1 (id) to become ACTIVE`. */
  readonly what: string;
  readonly timeoutMs: number;
  /** When the first look is worth it; ever longer pauses follow. */
  readonly firstMs?: number;
  look(): Promise<T>;
  /** True when done; throws a Problem when it can never be. */
  isDone(value: T): boolean;
  /** Words for the state seen last, for the error. */
  describe(value: T): string;
}

/** Looks again and again until it is done. Throws a Problem with remedy `wait` after the time-out. */
export async function waitUntil<T>(waiting: Waiting<T>): Promise<T> {
  const { what, timeoutMs, firstMs = limits.pollFirstMs, look, isDone, describe } = waiting;
  const startedMs = Date.now();
  let pauseMs = firstMs;
  for (;;) {
    await sleep(pauseMs);
    const value = await look();
    if (isDone(value)) return value;
    if (Date.now() - startedMs > timeoutMs) {
      throw new Problem({
        summary: `waited ${Math.round(timeoutMs / 1000)} s in vain for ${what}; it is still ${describe(value)}`,
        cure: 'Look at it on the cloud; then run the same command again.',
        remedy: 'wait',
      });
    }
    pauseMs = Math.min(Math.max(limits.pollFirstMs, pauseMs * 1.3), limits.pollMaxMs);
  }
}
