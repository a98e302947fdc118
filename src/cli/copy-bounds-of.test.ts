import { expect, it } from 'vitest';
import { copyBoundsOf } from './copy-bounds-of.ts';

it('takes a rate, a number, both or nothing', () => {
  expect(copyBoundsOf({})).toEqual({});
  expect(copyBoundsOf({ copies: '8' })).toEqual({ copiesAtOnce: 8 });
  expect(copyBoundsOf({ rate: '1MiB/s', copies: '1' })).toEqual({ bytesPerSecond: 1_048_576, copiesAtOnce: 1 });
  expect(copyBoundsOf({ copies: '8', copiesPerHost: '2' })).toEqual({ copiesAtOnce: 8, copiesOfOneHost: 2 });
  expect(() => copyBoundsOf({ copiesPerHost: 'x' })).toThrow('--copies-per-host x is not a number from 1 to 16.');
});

it.each(['0', '-1', '1.5', 'many', '', '17', '99999'])('%s is no number of copies', (word) => {
  expect(() => copyBoundsOf({ copies: word })).toThrow(/--copies .*is not a number from 1 to 16/);
});
