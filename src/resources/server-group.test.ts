import { expect, it } from 'vitest';
import type { Lookup } from './kind.ts';
import { type ServerGroup, serverGroup } from './server-group.ts';

const source: ServerGroup = {
  id: 'g',
  name: 'db',
  projectId: 'p',
  userId: 'u',
  policy: 'anti-affinity',
  rules: { max_server_per_host: 2 },
  memberCount: 1,
  roleAssignmentIds: [],
};
const twin: ServerGroup = { ...source, id: 'G', projectId: 'P', userId: 'U', memberCount: 0 };

function lookup(computeVersion = '2.93'): Lookup {
  return {
    choices: { disk: 'snapshot', quiesce: 'suspend', passwords: false },
    destination: { computeVersion, networkExtensions: [], externalSubnets: [] },
    find: (_kind, id) => id.toUpperCase(),
    id: (_kind, id) => id.toUpperCase(),
  };
}

it('is made with one policy and its rules, or with a list of one where Nova is older', () => {
  const bodyOf = (group: ServerGroup, version?: string): object =>
    serverGroup.translate(group, lookup(version)).body.server_group;
  expect(bodyOf(source)).toEqual({ name: 'db', policy: 'anti-affinity', rules: { max_server_per_host: 2 } });
  expect(bodyOf({ ...source, rules: {} })).toEqual({ name: 'db', policy: 'anti-affinity' });
  expect(bodyOf(source, '2.63')).toEqual({ name: 'db', policies: ['anti-affinity'] });
});

function check(candidates: readonly Partial<ServerGroup>[], expected: string | undefined): void {
  const draft = serverGroup.translate(source, lookup());
  const listed = candidates.map((change) => ({ ...twin, ...change }));
  expect(serverGroup.match(source, draft, listed)?.id).toBe(expected);
}

it('is known by name, policy, rules and owner, and then rather by its number of members', () => {
  check([], undefined);
  check([{ id: 'a' }, { id: 'b' }], 'a');
  check([{ id: 'a' }, { id: 'b', memberCount: 1 }], 'b');
  check([{ name: 'DB' }, { policy: 'affinity' }, { rules: {} }, { projectId: 'Q' }, { userId: 'V' }], undefined);
});

it('compares all but its members, who join by booting', () => {
  expect(serverGroup.compare(source, twin, lookup())).toEqual([]);
  const other = { ...twin, rules: {}, userId: 'V' };
  expect(serverGroup.compare(source, other, lookup()).map(({ attribute }) => attribute)).toEqual(['rules', 'user']);
  expect(serverGroup.compare(source, { ...twin, rules: {} }, lookup('2.63'))).toEqual([]);
});

it('waits for one that it could be taken for, and for the rights of its owner', () => {
  const needs = serverGroup.needs({ ...source, previousId: 'f', roleAssignmentIds: ['/projects/p'] }, lookup().choices);
  expect(needs.map(({ kind, id, optional }) => [kind, id, optional === true])).toEqual([
    ['project', 'p', false],
    ['user', 'u', false],
    ['server-group', 'f', true],
    ['role-assignment', '/projects/p', true],
  ]);
});

it('says that its owner is gone', () => {
  const found = serverGroup.assess?.({ ...source, formerUserId: 'x' }, lookup('2.63'));
  expect(found?.map(({ rule }) => rule)).toEqual(['server-group-rules-lost', 'server-group-owner-gone']);
});
