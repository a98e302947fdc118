import { expect, it } from 'vitest';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { delayBeforeRetry, retryAfterMs } from './retry.ts';

const nowMs = Date.parse('2026-01-02T03:04:05Z');

it.each([
  [undefined, undefined],
  ['0', 0],
  ['12', 12_000],
  ['Fri, 02 Jan 2026 03:04:35 GMT', 30_000],
  ['Fri, 02 Jan 2026 03:00:00 GMT', 0],
  ['soon', undefined],
  [['1', '2'], undefined],
])('Retry-After %s', (header, expected) => expect(retryAfterMs(header, nowMs)).toBe(expected));

it('waits ever longer, up to the limit', () => {
  const failure = new Problem({ summary: 'x', remedy: 'retry' });
  const delaysMs = Array.from({ length: 30 }, (_, index) => delayBeforeRetry(false, failure, index + 1));
  expect(delaysMs.slice(0, 3)).toEqual([500, 1000, 2000]);
  expect(delaysMs.at(-1)).toBe(limits.retryDelayMaxMs);
});

it.each(['ask', 'stop'] as const)('never repeats what has the remedy %s', (remedy) => {
  expect(delayBeforeRetry(true, new Problem({ summary: 'x', remedy }), 1)).toBeUndefined();
});
