import { expect, it } from 'vitest';
import { grantLinks, grantRefs } from './grant-refs.ts';
import { actorsIn, grantsOf } from './project-owner.ts';
import type { Rights } from './rights.ts';
import type { RoleAssignmentParts } from './role-assignment-path.ts';

const own = { actorType: 'users', actorId: 'u', roleId: 'r', targetType: 'projects', targetId: 'p' } as const;

function rightsWith(...assignments: readonly RoleAssignmentParts[]): Rights {
  return {
    assignments,
    groups: new Map([['u', new Set(['g'])]]),
    untold: new Set(['ldap']),
    above: new Map([['p', new Set(['parent', 'domain'])]]),
  };
}

const direct: RoleAssignmentParts = { ...own, isInherited: false };
const fromParent: RoleAssignmentParts = { ...own, targetId: 'parent', isInherited: true };
const ofGroup: RoleAssignmentParts = { ...direct, actorType: 'groups', actorId: 'g' };
const ofGroupFromDomain: RoleAssignmentParts = {
  ...ofGroup,
  targetType: 'domains',
  targetId: 'domain',
  isInherited: true,
};

it('finds what lets a user act in a project, and nothing else', () => {
  const others: RoleAssignmentParts[] = [
    { ...fromParent, targetId: 'p' },
    { ...fromParent, targetId: 'elsewhere' },
    { ...direct, targetId: 'parent' },
    { ...direct, actorId: 'somebody' },
    { ...ofGroup, actorId: 'strangers' },
    { ...ofGroupFromDomain, isInherited: false },
  ];
  const rights = rightsWith(direct, fromParent, ofGroup, ofGroupFromDomain, ...others);
  expect(grantsOf({ projectId: 'p', userId: 'u' }, rights)).toEqual([
    '/OS-INHERIT/domains/domain/groups/g/roles/r/inherited_to_projects',
    '/OS-INHERIT/projects/parent/users/u/roles/r/inherited_to_projects',
    '/projects/p/groups/g/roles/r',
    '/projects/p/users/u/roles/r',
  ]);
});

it('takes a user for a member of a group that does not tell its members', () => {
  const rights = rightsWith({ ...ofGroup, actorId: 'ldap' }, { ...ofGroup, actorId: 'ldap', targetId: 'elsewhere' });
  expect(grantsOf({ projectId: 'p', userId: 'u' }, rights)).toEqual(['/projects/p/groups/ldap/roles/r']);
});

it('knows who may act in a project, first those with a role of their own', () => {
  const z: RoleAssignmentParts = { ...direct, actorId: 'z' };
  expect(actorsIn('p', rightsWith(fromParent, z))).toEqual(['z', 'u']);
  expect(actorsIn('p', rightsWith(ofGroupFromDomain, z, fromParent))).toEqual(['z', 'u']);
  expect(actorsIn('p', rightsWith(ofGroupFromDomain))).toEqual(['u']);
  expect(actorsIn('p', rightsWith({ ...fromParent, targetId: 'p' }))).toEqual([]);
});

it('what is created as its owner waits for assignments and membership, and brings what nothing else brings', () => {
  const granted = (...roleAssignmentIds: string[]) => ({ projectId: 'p', userId: 'u', roleAssignmentIds });
  const byGroup = '/OS-INHERIT/domains/d/groups/g/roles/r/inherited_to_projects';
  const bySelf = '/projects/p/users/u/roles/r';
  expect(grantRefs(granted(byGroup, bySelf))).toEqual([
    { kind: 'role-assignment', id: byGroup, optional: true },
    { kind: 'role-assignment', id: bySelf, optional: true },
    { kind: 'group', id: 'g', state: 'connected', optional: true },
  ]);
  expect(grantLinks(granted(byGroup))).toEqual([{ kind: 'role-assignment', id: byGroup }]);
  expect(grantLinks(granted(byGroup, bySelf))).toEqual([]);
});
