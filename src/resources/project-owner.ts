import { z } from 'zod';
import { getIfThere } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Rights } from './rights.ts';
import { type RoleAssignmentParts, roleAssignmentPath } from './role-assignment-path.ts';

/** Who something is created as, since its service gives it to the user and the project whose token asks for it. */
export interface ProjectOwner {
  readonly userId: string;
  /** Its owner, who is gone: somebody else of the project stands in. */
  readonly formerUserId?: string | undefined;
  /** What gives that user the right to act in the project. */
  readonly roleAssignmentIds: string[];
}

interface Owned {
  readonly projectId: string;
  readonly userId: string;
}

/**
 * Things with their owners; as they outlive who made them, these are maybe other users with a role in the project.
 * Without word of who may act where, things as they are.
 */
export async function withOwners<T extends Owned & ProjectOwner>(
  cloud: Cloud,
  things: readonly T[],
  rights: Rights | undefined,
): Promise<T[]> {
  if (rights === undefined) return [...things];
  const owners = new Map<string, Promise<ProjectOwner>>();
  return await Promise.all(
    things.map(async (thing) => {
      const key = `${thing.projectId} ${thing.userId}`;
      const found = owners.get(key) ?? findOwner(cloud, thing, rights);
      owners.set(key, found);
      return { ...thing, ...(await found) };
    }),
  );
}

/**
 * Pure: paths of the assignments that let a user act in a project: own ones, those of groups, and those from above;
 * also those of groups whose members are not told, by which the user may act.
 */
export function grantsOf({ projectId, userId }: Owned, rights: Rights): string[] {
  const groupIds = rights.groups.get(userId);
  const isMember = (id: string): boolean => groupIds?.has(id) === true || rights.untold.has(id);
  return assignmentsIn(projectId, rights)
    .filter(({ actorType, actorId }) => (actorType === 'users' ? actorId === userId : isMember(actorId)))
    .map(roleAssignmentPath)
    .toSorted();
}

/** Those that hold in a project: a role that is inherited holds below its target, and not there. */
function assignmentsIn(projectId: string, { assignments, above }: Rights): RoleAssignmentParts[] {
  const targets = above.get(projectId);
  return assignments.filter(({ targetType, targetId, isInherited }) => {
    if (isInherited) return targets?.has(targetId) === true;
    return targetType === 'projects' && targetId === projectId;
  });
}

async function findOwner(cloud: Cloud, { projectId, userId }: Owned, rights: Rights): Promise<ProjectOwner> {
  const own = grantsOf({ projectId, userId }, rights);
  const isThere = grantsOf({ projectId, userId }, { ...rights, untold: new Set() }).length > 0;
  if (isThere || (await getIfThere(cloud, 'identity', `/users/${userId}`, z.looseObject({}))) !== undefined) {
    return { userId, roleAssignmentIds: own };
  }
  const [other] = actorsIn(projectId, rights);
  if (other === undefined) return { userId, roleAssignmentIds: [] };
  const roleAssignmentIds = grantsOf({ projectId, userId: other }, rights);
  return { userId: other, formerUserId: userId, roleAssignmentIds };
}

/** Pure: the users who may act in the project, first those with a role of their own there. */
export function actorsIn(projectId: string, rights: Rights): string[] {
  const holding = assignmentsIn(projectId, rights);
  const users = holding.filter(({ actorType }) => actorType === 'users');
  const direct = users.filter(({ isInherited }) => !isInherited).map(({ actorId }) => actorId);
  const groupIds = new Set(holding.filter(({ actorType }) => actorType === 'groups').map(({ actorId }) => actorId));
  const members = [...rights.groups].filter(([, own]) => [...own].some((id) => groupIds.has(id))).map(([id]) => id);
  const others = [...users.map(({ actorId }) => actorId), ...members];
  return [...new Set([...direct.toSorted(), ...others.toSorted()])];
}
