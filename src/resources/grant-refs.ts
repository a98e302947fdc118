import type { Ref } from './kind.ts';

interface Granted {
  readonly projectId: string;
  readonly userId: string;
  readonly roleAssignmentIds: readonly string[];
}

/**
 * What has to be there before something is created in its owner's name: the assignments that let the owner act in the
 * project, and the membership in the groups that these are for.
 */
export function grantRefs({ roleAssignmentIds }: Granted): Ref[] {
  const groupIds = new Set(roleAssignmentIds.flatMap((path) => /\/groups\/([^/]+)\/roles\//.exec(path)?.[1] ?? []));
  return [
    ...roleAssignmentIds.map((id): Ref => ({ kind: 'role-assignment', id, optional: true })),
    ...[...groupIds].map((id): Ref => ({ kind: 'group', id, state: 'connected', optional: true })),
  ];
}

/**
 * The assignments that come along with it: where its owner has a role of their own in the project, that comes with
 * both of them anyway; else those of the owner's groups and from above.
 */
export function grantLinks({ projectId, userId, roleAssignmentIds }: Granted): Ref[] {
  const own = `/projects/${projectId}/users/${userId}/roles/`;
  if (roleAssignmentIds.some((path) => path.startsWith(own))) return [];
  return roleAssignmentIds.map((id) => ({ kind: 'role-assignment', id }));
}
