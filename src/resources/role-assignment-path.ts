import type { RoleAssignmentAnswer } from '../openstack/identity.ts';

/** Who has which role where. */
export interface RoleAssignmentParts {
  readonly actorType: 'users' | 'groups';
  readonly actorId: string;
  readonly roleId: string;
  readonly targetType: 'projects' | 'domains' | 'system';
  readonly targetId: string;
  readonly isInherited: boolean;
}

/** Where `PUT` and `DELETE` find an assignment (Identity API v3, "Roles", "OS-INHERIT" and "system"): its id. */
export function roleAssignmentPath(parts: RoleAssignmentParts): string {
  const { actorType, actorId, roleId, targetType, targetId, isInherited } = parts;
  const target = targetType === 'system' ? '/system' : `/${targetType}/${targetId}`;
  const grant = `${target}/${actorType}/${actorId}/roles/${roleId}`;
  return isInherited ? `/OS-INHERIT${grant}/inherited_to_projects` : grant;
}

/** Undefined for an assignment whose user or group is gone. */
export function roleAssignmentParts(answer: RoleAssignmentAnswer): RoleAssignmentParts | undefined {
  const { user, group, role, scope } = answer;
  const actor = user ?? group;
  if (actor === undefined) return undefined;
  return {
    actorType: user === undefined ? 'groups' : 'users',
    actorId: actor.id,
    roleId: role.id,
    targetType: scope.project !== undefined ? 'projects' : scope.domain !== undefined ? 'domains' : 'system',
    targetId: (scope.project ?? scope.domain)?.id ?? 'all',
    isInherited: scope['OS-INHERIT:inherited_to'] === 'projects',
  };
}
