import { expect, it } from 'vitest';
import { limits } from '../base/limits.ts';
import { openThrottle, type Pace } from './throttle.ts';

/** A clock that only moves when somebody sleeps, `lateMs` longer than wanted, or is told to. */
function openPace(lateMs = 0): Pace & { passed(durationMs: number): void; slept: number[] } {
  let now = 5_000;
  const slept: number[] = [];
  return {
    nowMs: () => now,
    async sleep(durationMs) {
      slept.push(durationMs);
      now += durationMs + lateMs;
    },
    passed: (durationMs) => void (now += durationMs),
    slept,
  };
}

/** As many bytes as pass at once after a rest, at 1000 a second. */
const burst = limits.rateBurstMs;

it('lets a burst pass, and each later portion as the rate allows', async () => {
  const pace = openPace();
  const throttle = openThrottle(1000, pace);
  for (const bytes of [burst, 500, 500, 250]) await throttle.take(bytes);
  expect(pace.slept).toEqual([500, 500]);
});

it('shares the rate among all who take at once', async () => {
  const pace = openPace();
  const throttle = openThrottle(1000, { ...pace, sleep: async (durationMs) => void pace.slept.push(durationMs) });
  await throttle.take(burst);
  await Promise.all([throttle.take(100), throttle.take(100), throttle.take(100)]);
  expect(pace.slept).toEqual([100, 200]);
});

it('saves no idle time up for more than a burst', async () => {
  const pace = openPace();
  const throttle = openThrottle(1000, pace);
  await throttle.take(burst);
  pace.passed(60_000);
  for (const bytes of [burst, 100, 100]) await throttle.take(bytes);
  expect(pace.slept).toEqual([100]);
});

it('keeps the rate though timers wake later than a portion takes', async () => {
  const pace = openPace(1.5);
  const throttle = openThrottle(200_000, pace);
  const startedMs = pace.nowMs();
  for (let portion = 0; portion < 10_000; portion += 1) await throttle.take(100);
  const seconds = (pace.nowMs() - startedMs) / 1000;
  expect(1_000_000 / 200_000 - seconds).toBeLessThan(limits.rateBurstMs / 1000 + 0.01);
  expect(seconds).toBeLessThan(5.01);
});
