import { expect, it } from 'vitest';
import { cutoverOf } from './cutover-of.ts';

it('now is no gate, manual one that only the operator opens', () => {
  expect(cutoverOf('now')).toBeUndefined();
  expect(cutoverOf('manual')).toEqual({});
});

it('a time opens it for good, a window until its end', () => {
  expect(cutoverOf('2027-03-01T01:00Z')).toEqual({ from: '2027-03-01T01:00:00.000Z' });
  expect(cutoverOf('2027-03-01T01:00+01:00/2027-03-01T05:00Z')).toEqual({
    from: '2027-03-01T00:00:00.000Z',
    until: '2027-03-01T05:00:00.000Z',
  });
});

it.each(['', 'later', '2027-03-01', '2027-03-01T01:00Z/', '/2027-03-01T01:00Z', '2027-13-01T01:00Z', 'a/b/c'])(
  '%s is refused with an example',
  (word) => {
    expect(() => cutoverOf(word)).toThrow(/is not now, manual, or a time or window such as 2027/);
  },
);

it('a window that ends before it begins is refused', () => {
  expect(() => cutoverOf('2027-03-01T05:00Z/2027-03-01T01:00Z')).toThrow(/ends before it begins/);
});
