import { expect, it } from 'vitest';
import { transferPace } from './transfer-pace.ts';
import type { Transfer } from './transfers.ts';

const now = new Date(100_000);

function check(given: Partial<Transfer>, expected: Record<string, unknown>): void {
  const times = { beganAt: new Date(89_000), updatedAt: new Date(99_000) };
  const transfer = { key: 'd', name: 'disk', copiedBytes: 1000, totalBytes: 3000, ...times, ...given };
  expect(transferPace(transfer, now)).toEqual(expected);
}

it('tells rate and time left of a copy under way', () => check({}, { bytesPerSecond: 100, leftMs: 20_000 }));

it('has no rate for one that has only begun, or that an older version began', () => {
  const none = { bytesPerSecond: undefined, leftMs: undefined };
  check({ copiedBytes: 0 }, none);
  check({ beganAt: new Date(99_000) }, none);
  check({ beganAt: undefined }, none);
});

it('knows no time left for one that has come, or has fallen silent', () => {
  check({ copiedBytes: 3000, digest: 'sha512:x' }, { bytesPerSecond: 300, leftMs: undefined });
  check({ beganAt: new Date(70_000), updatedAt: new Date(80_000) }, { bytesPerSecond: 100, leftMs: undefined });
});
