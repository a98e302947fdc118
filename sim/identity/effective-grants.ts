import type { SimState } from '../cloud/sim-state.ts';
import type { Assignment } from './records.ts';
import { projectParents } from './project-parents.ts';
import { projectSubtree } from './project-subtree.ts';

/** An assignment as it works in the end, and the way by which it came about. */
export interface Grant {
  readonly roleId: string;
  readonly actor: Assignment['actor'];
  readonly target: Assignment['target'];
  readonly isInherited: boolean;
  readonly via: {
    readonly groupId?: string;
    readonly projectId?: string;
    readonly domainId?: string;
    /** The role that implies this one. */
    readonly roleId?: string;
  };
}

export interface GrantFilter {
  readonly userId?: string | undefined;
  readonly roleId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly domainId?: string | undefined;
  /** With `projectId`: the projects below it too. */
  readonly withSubtree?: boolean;
  /** Only those that are inherited, or only those that are not. */
  readonly isInherited?: boolean | undefined;
}

/**
 * What users may do in projects and domains once groups, inheritance and implied roles are worked out, as
 * `_list_effective_role_assignments` of keystone.assignment.core does it. Roles of domains only imply others.
 */
export function effectiveGrants(state: SimState, filter: GrantFilter): Grant[] {
  const direct = sources(state, filter).flatMap((assignment) => expanded(state, assignment, filter));
  const all = withImplied(state, direct).filter(({ roleId }) => state.roles.get(roleId)?.domainId === undefined);
  return filter.roleId === undefined ? all : all.filter(({ roleId }) => roleId === filter.roleId);
}

/** The roles of a user in one place. Those of the system come once for each way, as Keystone gives them. */
export function effectiveRoleIds(state: SimState, userId: string, target: Assignment['target']): string[] {
  if (target.type === 'system') return systemRoles(state, userId).map(({ roleId }) => roleId);
  return [...new Set(placeRoles(state, userId, target).map(({ roleId }) => roleId))];
}

function placeRoles(state: SimState, userId: string, { type, id }: Assignment['target']): Grant[] {
  return effectiveGrants(state, type === 'project' ? { userId, projectId: id } : { userId, domainId: id });
}

function systemRoles(state: SimState, userId: string): Grant[] {
  const held = state.assignments.where(
    (assignment) => assignment.target.type === 'system' && concerns(state, assignment, userId),
  );
  return withImplied(
    state,
    held.map((assignment) => ({ ...assignment, via: {} })),
  );
}

function concerns(state: SimState, { actor }: Assignment, userId: string): boolean {
  if (actor.type === 'user') return actor.id === userId;
  return state.groups.get(actor.id)?.userIds.includes(userId) === true;
}

/** The assignments that may matter for what is asked for. */
function sources(
  state: SimState,
  { userId, projectId, domainId, withSubtree, isInherited }: GrantFilter,
): Assignment[] {
  const project = state.projects.get(projectId ?? '');
  const subtree = withSubtree === true && projectId !== undefined ? projectSubtree(state, projectId) : [];
  const places = new Set([projectId, ...subtree.map(({ id }) => id)]);
  const above = new Set(project === undefined ? [] : projectParents(state, project).map(({ id }) => id));
  if (subtree.length > 0) for (const id of places) above.add(id ?? '');
  const isPlace = (assignment: Assignment): boolean => {
    const { type, id } = assignment.target;
    if (type === 'system') return false;
    if (!assignment.isInherited) {
      if (projectId !== undefined) return type === 'project' && places.has(id);
      return domainId === undefined || (type === 'domain' && id === domainId);
    }
    if (domainId !== undefined) return false;
    if (projectId === undefined) return true;
    return type === 'domain' ? id === project?.domainId : above.has(id);
  };
  return state.assignments.where(
    (assignment) =>
      isPlace(assignment) &&
      (isInherited === undefined || isInherited === assignment.isInherited) &&
      (userId === undefined || concerns(state, assignment, userId)),
  );
}

/** One for each user of its group, and for each project that inherits it. */
function expanded(state: SimState, assignment: Assignment, filter: GrantFilter): Grant[] {
  const { roleId, actor, target, isInherited } = assignment;
  const members = filter.userId === undefined ? (state.groups.get(actor.id)?.userIds ?? []) : [filter.userId];
  const actors: Pick<Grant, 'actor' | 'via'>[] =
    actor.type === 'user'
      ? [{ actor, via: {} }]
      : members.map((id) => ({ actor: { type: 'user', id }, via: { groupId: actor.id } }));
  if (!isInherited) return actors.map((one) => ({ roleId, target, isInherited: false, ...one }));
  const origin = target.type === 'project' ? { projectId: target.id } : { domainId: target.id };
  return heirs(state, assignment, filter).flatMap((id) =>
    actors.map((one) => ({
      roleId,
      actor: one.actor,
      target: { type: 'project', id },
      isInherited: false,
      via: { ...one.via, ...origin },
    })),
  );
}

/** The projects that inherit an assignment, as far as they are asked for. */
function heirs(state: SimState, { target }: Assignment, { projectId, withSubtree }: GrantFilter): string[] {
  const below = (id: string): string[] => projectSubtree(state, id).map((project) => project.id);
  if (projectId !== undefined) {
    const wanted = withSubtree === true ? [projectId, ...below(projectId)] : [projectId];
    return target.type === 'project' && wanted.includes(target.id) ? below(target.id) : wanted;
  }
  if (target.type === 'project') return below(target.id);
  return state.projects.where(({ domainId }) => domainId === target.id).map(({ id }) => id);
}

/** Each grant, and one for every role that its role brings along. */
function withImplied(state: SimState, grants: readonly Grant[]): Grant[] {
  const all = [...grants];
  const seen = new Set(all.map(keyOf));
  for (const grant of all) {
    for (const roleId of state.roles.get(grant.roleId)?.impliedIds ?? []) {
      const implied = { ...grant, roleId, via: { ...grant.via, roleId: grant.roleId } };
      if (seen.has(keyOf(implied))) continue;
      seen.add(keyOf(implied));
      all.push(implied);
    }
  }
  return all;
}

function keyOf({ roleId, actor, target, via }: Grant): string {
  const { groupId, projectId, domainId, roleId: prior } = via;
  return [roleId, actor.type, actor.id, target.type, target.id, groupId, projectId, domainId, prior].join('/');
}
