import { describe, expect, it } from 'vitest';
import type { Lookup } from './kind.ts';
import { type RoleAssignment, roleAssignment } from './role-assignment.ts';

const member: RoleAssignment = {
  id: '/projects/p/users/u/roles/r',
  name: 'alice is member on alpha',
  projectId: 'p',
  actorType: 'users',
  actorId: 'u',
  actorName: 'alice',
  actorDomainName: 'Default',
  roleId: 'r',
  roleName: 'member',
  targetType: 'projects',
  targetId: 'p',
  targetName: 'alpha',
  isInherited: false,
};
const onDomain = { targetType: 'domains', targetId: 'd', targetName: 'corp' } as const;
const onSystem = { targetType: 'system', targetId: 'all', targetName: 'the system' } as const;
const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
  destination: {
    computeVersion: '2.93',
    networkExtensions: [],
    externalSubnets: [],
  },
  find: (_kind, id) => id.toUpperCase(),
  id: (_kind, id) => id.toUpperCase(),
};

describe('translate', () => {
  function check(change: Partial<RoleAssignment>, expected: string): void {
    expect(roleAssignment.translate({ ...member, ...change }, lookup).path).toBe(expected);
  }
  it('names the twins in the path of every form', () => {
    check({}, '/projects/P/users/U/roles/R');
    check({ isInherited: true }, '/OS-INHERIT/projects/P/users/U/roles/R/inherited_to_projects');
    check(onDomain, '/domains/D/users/U/roles/R');
    check({ ...onDomain, isInherited: true }, '/OS-INHERIT/domains/D/users/U/roles/R/inherited_to_projects');
    check(onSystem, '/system/users/U/roles/R');
    check({ actorType: 'groups' }, '/projects/P/groups/U/roles/R');
    check({ ...onSystem, actorType: 'groups' }, '/system/groups/U/roles/R');
  });
});

describe('what a plan says', () => {
  function check(change: Partial<RoleAssignment>, expected: readonly string[]): void {
    const findings = roleAssignment.assess?.({ ...member, ...change }, lookup);
    expect(findings?.map(({ rule }) => rule)).toEqual(expected);
  }
  it('names what is dangerous', () => {
    check({}, []);
    check({ roleName: 'admin' }, ['makes-administrator']);
    check({ roleName: 'admin', actorName: 'admin' }, []);
  });
  it('leaves out what belongs to the cloud itself', () => {
    expect(roleAssignment.isMovable?.(member)).toBe(true);
    expect(roleAssignment.isMovable?.({ ...member, actorName: 'nova' })).toBe(false);
    expect(roleAssignment.isMovable?.({ ...member, targetName: 'service' })).toBe(false);
  });
  it('goes along with user and target, with a group when its project moves, never by itself on the system', () => {
    expect(roleAssignment.follows?.(member)).toEqual([
      { kind: 'user', id: 'u' },
      { kind: 'project', id: 'p' },
    ]);
    expect(roleAssignment.follows?.({ ...member, ...onDomain })).toEqual([
      { kind: 'user', id: 'u' },
      { kind: 'domain', id: 'd' },
    ]);
    expect(roleAssignment.follows?.({ ...member, actorType: 'groups' })).toEqual([{ kind: 'project', id: 'p' }]);
    expect(roleAssignment.follows?.({ ...member, ...onSystem })).toEqual([]);
  });
});

it('is the twin of the same triple only', () => {
  const draft = roleAssignment.translate(member, lookup);
  const twin: RoleAssignment = { ...member, id: draft.path, actorId: 'U', roleId: 'R', targetId: 'P', projectId: 'P' };
  expect(roleAssignment.match(member, draft, [member, twin])).toBe(twin);
  expect(roleAssignment.compare(member, twin, lookup)).toEqual([]);
  expect(roleAssignment.compare(member, { ...twin, isInherited: true }, lookup)).toHaveLength(1);
});
