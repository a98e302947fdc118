import { assert, property, jsonValue } from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, isSameJson } from './json.ts';

it('the order of keys makes no difference, at any depth', () => {
  assert(
    property(jsonValue(), (value) => {
      expect(isSameJson(value, reversed(value))).toBe(true);
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it('the order of a list does', () => {
  expect(isSameJson([1, 2], [2, 1])).toBe(false);
});

it('falsy values differ from each other', () => {
  const falsy = [false, 0, '', null, [], {}];
  for (const a of falsy) for (const b of falsy) expect(isSameJson(a, b)).toBe(Object.is(a, b));
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, part]) => [key, reversed(part)]),
  );
}
