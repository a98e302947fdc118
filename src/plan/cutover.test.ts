import { expect, it } from 'vitest';
import { isInWindow } from './cutover.ts';

const at = (hour: string): Date => new Date(`2027-03-01T${hour}:00Z`);

it('a gate without a window opens by the operator only', () => {
  expect(isInWindow({}, at('01:00'))).toBe(false);
});

it('a window is open from its beginning up to, and without, its end', () => {
  const window = { from: '2027-03-01T01:00:00.000Z', until: '2027-03-01T05:00:00.000Z' };
  expect(['00:59', '01:00', '04:59', '05:00'].map((hour) => isInWindow(window, at(hour)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isInWindow({ from: window.from }, at('23:00'))).toBe(true);
});
