import { expect, it } from 'vitest';
import { ownGrants } from './project-owner.ts';

it('finds what lets a user act in a project, and nothing else', () => {
  const own = { actorType: 'users', actorId: 'u', roleId: 'r', targetType: 'projects' } as const;
  const assignments = [
    { ...own, targetId: 'p', isInherited: false },
    { ...own, targetId: 'above', isInherited: true },
    { ...own, targetId: 'elsewhere', isInherited: false },
    { ...own, actorId: 'somebody', targetId: 'p', isInherited: false },
    { ...own, actorType: 'groups', targetId: 'p', isInherited: false } as const,
  ];
  expect(ownGrants({ projectId: 'p', userId: 'u' }, assignments)).toEqual([
    '/OS-INHERIT/projects/above/users/u/roles/r/inherited_to_projects',
    '/projects/p/users/u/roles/r',
  ]);
});
