import { z } from 'zod';
import { getIfThere } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { type RoleAssignmentParts, roleAssignmentPath } from './role-assignment-path.ts';

/** Who something is created as, since its service gives it to the user and the project whose token asks for it. */
export interface ProjectOwner {
  readonly userId: string;
  /** Its owner, who is gone: somebody else of the project stands in. */
  readonly formerUserId?: string;
  /** What gives that user the right to act in the project. */
  readonly roleAssignmentIds: string[];
}

interface Owned {
  readonly projectId: string;
  readonly userId: string;
}

/** Things with their owners; as they outlive who made them, these are maybe other users with a role in the project. */
export async function withOwners<T extends Owned>(
  cloud: Cloud,
  things: readonly T[],
  assignments: readonly RoleAssignmentParts[],
): Promise<(T & ProjectOwner)[]> {
  const owners = new Map<string, Promise<ProjectOwner>>();
  return await Promise.all(
    things.map(async (thing) => {
      const key = `${thing.projectId} ${thing.userId}`;
      const found = owners.get(key) ?? findOwner(cloud, thing, assignments);
      owners.set(key, found);
      return { ...thing, ...(await found) };
    }),
  );
}

/** Pure: paths of the assignments that let a user act in a project. */
export function ownGrants({ projectId, userId }: Owned, assignments: readonly RoleAssignmentParts[]): string[] {
  return assignments
    .filter(({ actorType, actorId }) => actorType === 'users' && actorId === userId)
    .filter(({ targetId, isInherited }) => isInherited || targetId === projectId)
    .map(roleAssignmentPath)
    .toSorted();
}

async function findOwner(
  cloud: Cloud,
  { projectId, userId }: Owned,
  assignments: readonly RoleAssignmentParts[],
): Promise<ProjectOwner> {
  const own = ownGrants({ projectId, userId }, assignments);
  if (own.length > 0 || (await getIfThere(cloud, 'identity', `/users/${userId}`, z.looseObject({}))) !== undefined) {
    return { userId, roleAssignmentIds: own };
  }
  const direct = assignments.filter(({ targetId, isInherited }) => targetId === projectId && !isInherited);
  const [other] = direct.flatMap(({ actorType, actorId }) => (actorType === 'users' ? [actorId] : [])).toSorted();
  if (other === undefined) return { userId, roleAssignmentIds: [] };
  const roleAssignmentIds = ownGrants({ projectId, userId: other }, assignments);
  return { userId: other, formerUserId: userId, roleAssignmentIds };
}
