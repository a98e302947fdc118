import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { listLinks } from './answer-list.ts';
import { assignmentAnswer } from './assignment-answer.ts';
import { effectiveGrants, type Grant } from './effective-grants.ts';
import { enforce } from './enforce.ts';
import { required } from './missing.ts';
import { projectSubtree } from './project-subtree.ts';
import { isAskedFor, queryValues } from './query-values.ts';
import type { Assignment } from './records.ts';

/** `GET /v3/role_assignments` with all its filters. */
export function roleAssignmentRoutes(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/v3/role_assignments', async (request) => {
    const { domainId } = callerOf(request);
    const filter = readFilter(request);
    if (filter.withSubtree) {
      const project = cloud.state.projects.get(filter.projectId ?? '');
      if (filter.projectId !== undefined) required(project, 'project', filter.projectId);
      enforce(cloud, request, 'list_role_assignments_for_tree', { domainId: project?.domainId });
      if (filter.projectId === undefined) {
        throw new ApiFault(400, 'scope.project.id must be specified if include_subtree is also specified');
      }
    } else {
      enforce(cloud, request, 'list_role_assignments', { domainId });
    }
    requireSensible(filter);
    const found = filter.isEffective ? effectiveGrants(cloud.state, filter) : directGrants(cloud, filter);
    const seen = found.filter((grant) => domainId === undefined || domainOf(cloud, grant) === domainId);
    const hasNames = isAskedFor(request, 'include_names');
    return {
      role_assignments: seen.map((grant) => assignmentAnswer(cloud, grant, hasNames)),
      links: listLinks(cloud, request),
    };
  });
}

interface Filter {
  readonly userId: string | undefined;
  readonly groupId: string | undefined;
  readonly roleId: string | undefined;
  readonly projectId: string | undefined;
  readonly domainId: string | undefined;
  readonly system: string | undefined;
  readonly isInherited: boolean | undefined;
  readonly isEffective: boolean;
  readonly withSubtree: boolean;
}

function readFilter(request: FastifyRequest): Filter {
  const query = queryValues(request);
  const value = (name: string): string | undefined => (query[name] === '' ? undefined : query[name]);
  const inherited = query['scope.OS-INHERIT:inherited_to'];
  return {
    userId: value('user.id'),
    groupId: value('group.id'),
    roleId: value('role.id'),
    projectId: value('scope.project.id'),
    domainId: value('scope.domain.id'),
    system: value('scope.system'),
    isInherited: inherited === undefined ? undefined : inherited === 'projects',
    isEffective: isAskedFor(request, 'effective'),
    withSubtree: isAskedFor(request, 'include_subtree'),
  };
}

function requireSensible(filter: Filter): void {
  const { userId, groupId, projectId, domainId, system, isEffective, isInherited } = filter;
  const refuse = (isBad: boolean, message: string): void => {
    if (isBad) throw new ApiFault(400, message);
  };
  refuse(domainId !== undefined && projectId !== undefined, 'Specify a domain or project, not both');
  refuse(domainId !== undefined && system !== undefined, 'Specify system or domain, not both');
  refuse(projectId !== undefined && system !== undefined, 'Specify system or project, not both');
  refuse(userId !== undefined && groupId !== undefined, 'Specify a user or group, not both');
  if (!isEffective) return;
  const end = 'will always result in an empty list.';
  refuse(groupId !== undefined, `Combining effective and group filter ${end}`);
  refuse(isInherited === true && domainId !== undefined, `Combining effective, domain and inherited filters ${end}`);
}

/** Assignments as they were made. */
function directGrants({ state }: SimCloud, filter: Filter): Grant[] {
  const { userId, groupId, roleId, projectId, domainId, system, isInherited } = filter;
  const subtree = filter.withSubtree && projectId !== undefined ? projectSubtree(state, projectId) : [];
  const places = new Set([projectId, ...subtree.map(({ id }) => id)]);
  const isActor = ({ actor }: Assignment): boolean => {
    if (userId !== undefined) return actor.type === 'user' && actor.id === userId;
    return groupId === undefined || (actor.type === 'group' && actor.id === groupId);
  };
  const isPlace = (assignment: Assignment): boolean => {
    const { type, id } = assignment.target;
    if (system === 'all') return type === 'system';
    if (type === 'system') return projectId === undefined && domainId === undefined;
    if (isInherited !== undefined && assignment.isInherited !== isInherited) return false;
    if (projectId !== undefined) return type === 'project' && places.has(id);
    return domainId === undefined || (type === 'domain' && id === domainId);
  };
  return state.assignments
    .where((one) => isActor(one) && isPlace(one) && (roleId === undefined || one.roleId === roleId))
    .map((one) => ({ ...one, via: {} }));
}

function domainOf({ state }: SimCloud, { target }: Grant): string | undefined {
  if (target.type === 'domain') return target.id;
  return target.type === 'project' ? state.projects.get(target.id)?.domainId : undefined;
}
