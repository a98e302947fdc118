import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openGate, withWaits } from './gate.ts';

it('lets so many run at once, and the others in the order in which they came', async () => {
  const gate = openGate(2);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const tasks = [0, 1, 2, 3, 4, 5].map((index) =>
    gate.pass(async () => {
      begun.push(index);
      running += 1;
      most = Math.max(most, running);
      await pause(index % 2 === 0 ? 5 : 1);
      running -= 1;
      return index;
    }),
  );
  expect(await Promise.all(tasks)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(begun).toEqual([0, 1, 2, 3, 4, 5]);
  expect(most).toBe(2);
});

it('a failure frees its place', async () => {
  const gate = openGate(1);
  const failing = [1, 2, 3].map((index) => gate.pass(() => Promise.reject(new Error(`no ${index}`))));
  const settled = await Promise.allSettled(failing);
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(await gate.pass(async () => 'free')).toBe('free');
});

it('tells how long a task waited in line, and not how long it ran', async () => {
  const gate = openGate(1);
  const first = withWaits(() => gate.pass(() => pause(60)));
  const startedMs = Date.now();
  const second = withWaits(() => gate.pass(() => pause(60)));
  expect((await first).queuedMs).toBe(0);
  const { queuedMs } = await second;
  expect(queuedMs).toBeGreaterThan(40);
  expect(queuedMs).toBeLessThan(Date.now() - startedMs - 40);
});

it('lets so many of one key run at once, and others pass them by', async () => {
  const gate = openGate(3, 1);
  const begun: string[] = [];
  let most = 0;
  const inside = new Map<string, number>();
  const task = (key: string) =>
    gate.pass(async () => {
      begun.push(key);
      inside.set(key, (inside.get(key) ?? 0) + 1);
      most = Math.max(most, inside.get(key) ?? 0);
      await pause(5);
      inside.set(key, (inside.get(key) ?? 0) - 1);
    }, key);
  await Promise.all(['a', 'a', 'a', 'b', 'c'].map(task));
  expect(begun).toEqual(['a', 'b', 'c', 'a', 'a']);
  expect(most).toBe(1);
});
