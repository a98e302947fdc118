import { expect, it } from 'vitest';
import type { Lookup } from './kind.ts';
import { type Role, role } from './role.ts';

const operator: Role = {
  id: 'r1',
  name: 'operator',
  description: '',
  options: {},
  impliedIds: [],
  extra: { colour: '' },
};
const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
  destination: { computeVersion: '2.93', networkExtensions: [], externalSubnets: [] },
  find: () => undefined,
  id: (_kind, id) => id,
};

function check(source: Partial<Role>, change: Partial<Role>, expected: readonly string[]): void {
  const resource = { ...operator, ...source };
  const twin: Role = { ...resource, id: 'R1', markedAs: 'r1', ...change };
  expect(role.compare(resource, twin, lookup).map(({ attribute }) => attribute)).toEqual(expected);
}

it('compares falsy values, and of default roles the names only', () => {
  check({}, {}, []);
  check({}, { description: null }, ['description']);
  check({}, { extra: {} }, ['extra']);
  check({ options: { immutable: true } }, { options: {} }, ['options']);
  check({ name: 'member', options: { immutable: true } }, { options: {} }, []);
});

it('joins the roles that it implies, and compares them by their twins in any order', () => {
  const implying = { ...operator, impliedIds: ['a', 'b'] };
  expect(role.links?.(implying)).toEqual([
    { kind: 'role', id: 'a' },
    { kind: 'role', id: 'b' },
  ]);
  expect(role.isConnected?.(implying)).toBe(false);
  expect(role.isConnected?.(operator)).toBe(true);
  const twins: Lookup = { ...lookup, find: (_kind, id) => ({ a: 'Z', b: 'Y' })[id] };
  const twin: Role = { ...implying, id: 'R1', impliedIds: ['Z', 'Y'] };
  expect(role.compare(implying, twin, twins)).toEqual([]);
  expect(role.compare(implying, { ...twin, impliedIds: ['Y'] }, twins)).toHaveLength(1);
  expect(role.compare(implying, { ...twin, impliedIds: ['Y', 'Z', 'X'] }, twins)).toHaveLength(1);
});

it('sends only what is set, with its mark', () => {
  expect(role.translate({ ...operator, description: null }, lookup).body).toEqual({
    name: 'operator',
    colour: '',
    pumphouse_source_id: 'r1',
  });
});

it('never takes a role of a domain for one of all', () => {
  const ofDomain: Role = { ...operator, id: 'R2', domainId: 'd', domainName: 'corp' };
  const draft = role.translate(operator, lookup);
  expect(role.match(operator, draft, [ofDomain])).toBeUndefined();
  expect(role.match(operator, draft, [ofDomain, { ...operator, id: 'R1' }])?.id).toBe('R1');
  expect(role.needs(ofDomain, lookup.choices)).toEqual([{ kind: 'domain', id: 'd' }]);
});
