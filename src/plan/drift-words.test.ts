import { expect, test } from 'vitest';
import { driftWords } from './drift-words.ts';

function check(before: object, after: object, expected: readonly string[]): void {
  expect(driftWords(before, after)).toEqual(expected);
}

test('an attribute is told with its old and its new value', () => {
  check({ mtu: 1500, name: 'a' }, { mtu: 1450, name: 'a' }, ['mtu: 1500 → 1450']);
  check({ hasPortSecurity: true, ramMiB: 1 }, { hasPortSecurity: false, ramMiB: 2 }, [
    'port security: true → false',
    'ram MiB: 1 → 2',
  ]);
});

test('falsy values differ from each other, and what holds nothing is as good as absent', () => {
  check({ gatewayIp: null }, { gatewayIp: '' }, ['gateway ip: null → ""']);
  check({ portId: null }, {}, ['port id: null → nothing']);
  check({ mtu: undefined, provider: { type: undefined } }, { provider: {} }, []);
});

test('a table is told key by key, a list by what is gone and new; its order is no change', () => {
  check({ metadata: { tier: 'gold', a: '1' } }, { metadata: { tier: 'silver', b: '2' } }, [
    'metadata.a: "1" → nothing',
    'metadata.b: nothing → "2"',
    'metadata.tier: "gold" → "silver"',
  ]);
  check({ tags: ['a', 'b', 'b'] }, { tags: ['b', 'c', 'a'] }, ['tags: "b" is gone, "c" is new']);
  check({ rules: [{ a: 1, b: [1, 2] }, { a: 2 }] }, { rules: [{ a: 2 }, { b: [2, 1], a: 1 }] }, []);
});

test('of what a digest stands for, only that it changed is said', () => {
  check({ userDataDigest: 'aa' }, { userDataDigest: 'bb' }, ['user data: changed']);
  check({}, { userDataDigest: 'bb' }, ['user data: changed']);
});

test('long values are cut', () => {
  const [words = ''] = driftWords({ description: 'x'.repeat(500) }, { description: '' });
  expect(words.length).toBeLessThan(120);
});
