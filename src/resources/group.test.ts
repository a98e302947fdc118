import { expect, it } from 'vitest';
import { type Group, group } from './group.ts';
import type { Lookup } from './kind.ts';

const ops: Group = {
  id: 'g',
  name: 'ops',
  domainId: 'd',
  domainName: 'corp',
  isInDirectory: false,
  description: '',
  memberIds: ['u1', 'u2'],
  extra: { on_call: false },
};
const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
  destination: { computeVersion: '2.90', networkExtensions: [], externalSubnets: [] },
  find: (_kind, id) => (id === 'gone' ? undefined : id.toUpperCase()),
  id: (_kind, id) => id.toUpperCase(),
};
const twin: Group = { ...ops, id: 'G', domainId: 'D', memberIds: ['U1', 'U2'] };

it('is made in the twin of its domain, with falsy values', () => {
  const { domainId, body } = group.translate(ops, lookup);
  expect(domainId).toBe('D');
  expect(body).toMatchObject({ name: 'ops', domain_id: 'D', description: '', on_call: false });
  expect(group.translate({ ...ops, description: null }, lookup).body).not.toHaveProperty('description');
});

it('is adopted by its name in that domain only, and only with the same members', () => {
  const draft = group.translate(ops, lookup);
  expect(group.match(ops, draft, [{ ...twin, domainId: 'other' }])).toBeUndefined();
  expect(group.match(ops, draft, [twin])).toBe(twin);
  expect(group.compare(ops, twin, lookup)).toEqual([]);
  const attributes = (other: Group, own = ops): string[] =>
    group.compare(own, other, lookup).map(({ attribute }) => attribute);
  expect(attributes({ ...twin, memberIds: ['U1'] })).toEqual(['members']);
  expect(attributes({ ...twin, memberIds: ['U1'] }, { ...ops, memberIds: ['u1', 'gone'] })).toEqual(['members']);
});

it('brings its members, and is joined to them once they are there', () => {
  expect(group.needs(ops, lookup.choices)).toEqual([{ kind: 'domain', id: 'd' }]);
  expect(group.links?.(ops)).toEqual([
    { kind: 'user', id: 'u1' },
    { kind: 'user', id: 'u2' },
  ]);
  expect(group.isConnected?.({ ...ops, memberIds: [] })).toBe(true);
});

it('of a directory has to be there, and its members are the directory’s', () => {
  const inDirectory: Group = { ...ops, isInDirectory: true, memberIds: [] };
  expect(group.mustExist?.(inDirectory)).toContain('LDAP');
  expect(group.mustExist?.(ops)).toBeUndefined();
  expect(group.compare(inDirectory, { ...twin, description: 'x' }, lookup)).toEqual([]);
});
