import { expect, test } from 'vitest';
import type { Wish } from '../store/wishes.ts';
import { type HeedingStep, heeds } from './heeds.ts';

const server: HeedingStep = { kind: 'server', step: 'copy-disk', wasRunning: true, isBegun: true, isFollower: false };

function check(given: Partial<HeedingStep>, expected: readonly Wish[]): void {
  const all: readonly Wish[] = ['pause', 'pause-now', 'go', 'cancel'];
  expect(all.filter((wish) => heeds(wish, { ...server, ...given }))).toEqual(expected);
}

test('a server that is down for its move goes on in a pause, and is put back by a cancel', () => {
  check({}, ['pause-now', 'cancel']);
  check({ step: 'start', isBegun: false }, ['pause-now', 'cancel']);
  check({ step: 'quiesce', isBegun: true }, ['pause-now', 'cancel']);
});

test('a server that still runs, or was at rest before, holds like everything else', () => {
  check({ step: 'quiesce', isBegun: false }, ['pause', 'pause-now', 'cancel']);
  check({ step: 'cutover', isBegun: true }, ['pause', 'pause-now', 'cancel']);
  check({ wasRunning: false }, ['pause', 'pause-now', 'cancel']);
  check({ kind: 'image', step: 'copy', wasRunning: false }, ['pause', 'pause-now', 'cancel']);
});

test('a server whose twin was found equal is not put back any more', () => {
  check({ step: 'shut-down' }, ['pause-now']);
  check({ step: 'clean', wasRunning: false }, ['pause', 'pause-now']);
});

test('a server whose volume has moved with another one goes on to its end, whatever it is at', () => {
  const follower = { isFollower: true, isBegun: false };
  check({ ...follower, step: 'cutover' }, ['pause-now']);
  check({ ...follower, step: 'quiesce' }, ['pause-now']);
  check({ ...follower, step: 'copy-disk', wasRunning: false }, ['pause', 'pause-now']);
});

test('the way back holds for a pause only', () => {
  check({ step: 'put-back' }, ['pause-now']);
  check({ kind: 'network', step: 'undo', wasRunning: false }, ['pause', 'pause-now']);
});

test('without a wish nothing holds', () => {
  expect(heeds(undefined, server)).toBe(false);
});
