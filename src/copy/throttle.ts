import { limits } from '../base/limits.ts';
import { sleep } from '../openstack/retry.ts';

/** Holds bytes back, so that no more than so many pass in a second; all copies of a process share one. */
export interface Throttle {
  /** Resolves when these bytes may pass. */
  take(bytes: number): Promise<void>;
}

/** Tells the time and lets it pass. */
export interface Pace {
  nowMs(): number;
  sleep(durationMs: number): Promise<unknown>;
}

const realPace: Pace = { nowMs: () => performance.now(), sleep };

/**
 * A token bucket: bytes pass one portion after the other, each as long after the last as the rate wants. Timers wake
 * late, by more than a portion takes at a high rate: what was lost so is made up for, up to `limits.rateBurstMs`.
 */
export function openThrottle(bytesPerSecond: number, { nowMs, sleep: rest }: Pace = realPace): Throttle {
  let freeAtMs = Number.NEGATIVE_INFINITY;
  return {
    async take(bytes) {
      const now = nowMs();
      const startMs = Math.max(now - limits.rateBurstMs, freeAtMs);
      freeAtMs = startMs + (bytes / bytesPerSecond) * 1000;
      if (startMs > now) await rest(startMs - now);
    },
  };
}
