import { expect, it } from 'vitest';
import { rateOf } from './rate-of.ts';

it.each([
  ['200MiB/s', 200 * 1024 ** 2],
  ['1.5 GiB/s', 1.5 * 1024 ** 3],
  ['100MB', 100e6],
  ['64KiB/s', 65_536],
])('%s', (word, bytes) => expect(rateOf(word)).toBe(bytes));

it('is not limited when nothing is said', () => expect(rateOf(undefined)).toBeUndefined());

it.each(['200', 'fast', '-1MiB/s', '1TiB/s', '10Mbit/s', ''])('%s is no rate', (word) => {
  expect(() => rateOf(word)).toThrow(/is no rate: write a number and KiB/);
});

it('refuses what services would take for a dead connection', () => {
  expect(() => rateOf('1KiB/s')).toThrow('64KiB/s is the least');
});
