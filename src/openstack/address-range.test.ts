import { expect, test } from 'vitest';
import { rangesHold, rangesSize } from './address-range.ts';

function check(ranges: readonly (readonly [string, string])[], expected: { size: number; in?: string; out?: string }) {
  const given = ranges.map(([start, end]) => ({ start, end }));
  expect(rangesSize(given)).toBe(expected.size);
  if (expected.in !== undefined) expect(rangesHold(given, expected.in)).toBe(true);
  if (expected.out !== undefined) expect(rangesHold(given, expected.out)).toBe(false);
}

test('both ends belong to a range, and ranges add up', () => {
  check([['10.0.0.2', '10.0.0.2']], { size: 1, in: '10.0.0.2', out: '10.0.0.3' });
  check([['10.0.0.250', '10.0.1.5']], { size: 12, in: '10.0.1.0', out: '10.0.1.6' });
  check(
    [
      ['10.0.0.2', '10.0.0.3'],
      ['10.0.0.8', '10.0.0.9'],
    ],
    { size: 4, in: '10.0.0.8', out: '10.0.0.5' },
  );
  check([], { size: 0, out: '10.0.0.1' });
});

test('addresses of the sixth version, and never one family in the other', () => {
  check([['fd00::1', 'fd00::1:0']], { size: 65_536, in: 'fd00::ffff', out: '10.0.0.1' });
  check([['2001:db8::2', '2001:db8::ffff:ffff:ffff:ffff']], { size: Number.MAX_SAFE_INTEGER, in: '2001:db8::a:b' });
  check([['::ffff:10.0.0.1', '::ffff:10.0.0.2']], { size: 2, in: '::ffff:a00:2' });
});
