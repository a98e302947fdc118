import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { waitUntil } from './wait.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** The times of the looks at something that becomes ready after `readyMs`, and how the waiting ends. */
async function looks(readyMs: number, timeoutMs: number, firstMs?: number): Promise<[number[], string | Problem]> {
  const startedMs = performance.now();
  const times: number[] = [];
  const waiting = waitUntil({
    what: 'server web1 to become ACTIVE',
    timeoutMs,
    ...(firstMs === undefined ? {} : { firstMs }),
    async look() {
      times.push(Math.round(performance.now() - startedMs));
      return performance.now() - startedMs >= readyMs ? 'ACTIVE' : 'BUILD';
    },
    isDone: (status) => status === 'ACTIVE',
    describe: (status) => status,
  }).catch((problem: unknown) => {
    if (problem instanceof Problem) return problem;
    throw problem;
  });
  await vi.runAllTimersAsync();
  return [times, await waiting];
}

it('looks first after the time given, and then ever later', async () => {
  const [times, value] = await looks(4_000, 60_000);
  expect(value).toBe('ACTIVE');
  expect(times[0]).toBe(limits.pollFirstMs);
  const pausesMs = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(pausesMs).toEqual(pausesMs.toSorted((a, b) => a - b));
  expect((await looks(0, 60_000, 2_500))[0]).toEqual([2_500]);
  expect((await looks(0, 60_000, 0))[0]).toEqual([0]);
});

it('never pauses longer than the limit', async () => {
  const [times] = await looks(100_000, 200_000, 10_000);
  const pausesMs = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(Math.max(...pausesMs)).toBe(limits.pollMaxMs);
});

it('gives up at the time-out, after a last look', async () => {
  const [times, problem] = await looks(100_000, 10_000);
  expect(times.at(-1)).toBe(10_000);
  expect(problem).toMatchObject({ remedy: 'wait' });
  expect(problem).toHaveProperty('message', 'waited 10 s in vain for server web1 to become ACTIVE; it is still BUILD');
  expect((await looks(1_000, 1_000, 5_000))[1]).toBe('ACTIVE');
});

it('lets the Problem of a look through', async () => {
  const gone = new Problem({ summary: 'gone', remedy: 'ask' });
  const waiting = waitUntil({
    what: 'it',
    timeoutMs: 1_000,
    look: () => Promise.reject(gone),
    isDone: () => true,
    describe: String,
  });
  const refused = expect(waiting).rejects.toBe(gone);
  await vi.runAllTimersAsync();
  await refused;
});
