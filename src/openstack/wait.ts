import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { sleep } from './retry.ts';

export interface Waiting<T> {
  /** What is waited for, as in `server web1 (id) to become ACTIVE`. */
  readonly what: string;
  readonly timeoutMs: number;
  /** The pause before the first look; ever longer ones follow. */
  readonly firstMs?: number;
  look(): Promise<T>;
  /** True when done; throws a Problem when it can never be. */
  isDone(value: T): boolean;
  /** Words for the state seen last, for the error. */
  describe(value: T): string;
}

/** Looks again and again until it is done. The last look is at the time-out; then a Problem with remedy `wait`. */
export async function waitUntil<T>(waiting: Waiting<T>): Promise<T> {
  const { what, timeoutMs, firstMs = limits.pollFirstMs, look, isDone, describe } = waiting;
  const endMs = performance.now() + timeoutMs;
  let pauseMs = firstMs;
  for (;;) {
    await sleep(Math.max(0, Math.min(pauseMs, endMs - performance.now())));
    const value = await look();
    if (isDone(value)) return value;
    if (performance.now() >= endMs) {
      throw new Problem({
        summary: `waited ${Math.round(timeoutMs / 1000)} s in vain for ${what}; it is still ${describe(value)}`,
        cure: 'Look at it on the cloud; then run the same command again.',
        remedy: 'wait',
      });
    }
    pauseMs = Math.min(Math.max(limits.pollFirstMs, pauseMs * 1.3), limits.pollMaxMs);
  }
}
