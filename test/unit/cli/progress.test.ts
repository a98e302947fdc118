import { expect, test } from 'vitest';
import { nextProgress, noProgress, type Reading } from '../../../src/cli/progress.ts';
import { progressBlock } from '../../../src/cli/progress-block.ts';
import { progressLine } from '../../../src/cli/progress-lines.ts';
import type { EventRow } from '../../../src/store/events.ts';

function event(type: string, step: string, given: Partial<EventRow> = {}): EventRow {
  const about = { kind: 'server', resource_id: 's1', name: 'web1' };
  return {
    seq: '1',
    at: new Date(0),
    type,
    step,
    message: 'the message',
    duration_ms: null,
    queued_ms: null,
    ...about,
    ...given,
  };
}

function reading(elapsedMs: number, copiedBytes: number, events: EventRow[] = []): Reading {
  const transfers = [{ key: 'd', name: 'disk of web1', copiedBytes, totalBytes: 100 * 2 ** 20 }];
  return { elapsedMs, events, transfers, doneCount: 3, failedCount: 1 };
}

function check(given: EventRow, expected: string | undefined, isVerbose = false): void {
  expect(progressLine(given, 12_345, isVerbose)).toBe(expected);
}

test('each event is a line with the seconds so far', () => {
  check(event('done', 'create', { duration_ms: 4100 }), '[  12s] server web1: created (4.1 s)');
  check(event('begun', 'copy-disk'), '[  12s] server web1: copying its disk');
  check(event('failed', 'start'), '[  12s] server web1: FAILED at starting on the destination: the message');
  check(event('note', 'start'), '[  12s] server web1: the message');
});

test('quick steps are told as they begin only to those who want to know all', () => {
  check(event('begun', 'create'), undefined);
  check(event('begun', 'create'), '[  12s] server web1: creating', true);
});

test('rate and time left come from the last seconds', () => {
  const first = nextProgress(noProgress, reading(0, 0, [event('begun', 'copy-disk')]));
  const second = nextProgress(first, reading(5_000, 50 * 2 ** 20));
  expect(second.disks[0]).toMatchObject({ bytesPerSecond: 10 * 2 ** 20, leftMs: 5_000, isDone: false });
  expect(second.running.size).toBe(1);
  expect(nextProgress(second, reading(6_000, 0, [event('done', 'copy-disk')])).running.size).toBe(0);
});

test('a copy without progress has no rate', () => {
  const first = nextProgress(noProgress, reading(0, 5));
  expect(nextProgress(first, reading(60_000, 5)).disks[0]?.bytesPerSecond).toBeUndefined();
});

test('the block shows nodes, steps and disks, and is never wider than the terminal', () => {
  const first = nextProgress(noProgress, reading(0, 0, [event('begun', 'copy-disk')]));
  const progress = nextProgress(first, reading(5_000, 50 * 2 ** 20));
  const wide = progressBlock(progress, { columns: 120, total: 9, paint: (_style, text) => text });
  expect(wide[0]).toBe(
    '3 of 9 done · 1 failed · 1 under way · 50.0 MiB copied, 10.0 MiB/s · 5.0 s left to copy · 5.0 s',
  );
  expect(wide[1]).toMatch(/^ {2}server web1: copying its disk +5\.0 s$/);
  expect(wide[2]).toContain('██████████░░░░░░░░░░  50 %  50.0 MiB of 100 MiB, 10.0 MiB/s, 5.0 s left');
  const narrow = progressBlock(progress, { columns: 40, total: undefined, paint: (_style, text) => text });
  for (const line of narrow) expect(line.length).toBeLessThan(40);
});
