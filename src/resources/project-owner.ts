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

/** The owner of what a project has; as things outlive who made them, maybe another user with a role in the project. */
export async function findProjectOwner(
  cloud: Cloud,
  { projectId, userId }: { readonly projectId: string; readonly userId: string },
  assignments: readonly RoleAssignmentParts[],
): Promise<ProjectOwner> {
  const ofUsers = assignments.filter(({ actorType }) => actorType === 'users');
  const allowed = ofUsers.filter(({ targetId, isInherited }) => isInherited || targetId === projectId);
  const of = (id: string): string[] => allowed.filter(({ actorId }) => actorId === id).map(roleAssignmentPath);
  const own = of(userId).toSorted();
  if (own.length > 0 || (await getIfThere(cloud, 'identity', `/users/${userId}`, z.looseObject({}))) !== undefined) {
    return { userId, roleAssignmentIds: own };
  }
  const direct = ofUsers.filter(({ targetId, isInherited }) => targetId === projectId && !isInherited);
  const [other] = direct.map(({ actorId }) => actorId).toSorted();
  if (other === undefined) return { userId, roleAssignmentIds: [] };
  return { userId: other, formerUserId: userId, roleAssignmentIds: of(other).toSorted() };
}
