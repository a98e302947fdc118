import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { answerList } from './answer-list.ts';
import { enforce } from './enforce.ts';
import { missing, required } from './missing.ts';
import { pathValue } from './path-value.ts';
import type { Assignment, Role } from './records.ts';
import { requireRole } from './roles.ts';
import { views } from './views.ts';

type Actor = Assignment['actor'];
type Target = Assignment['target'];

interface Place {
  readonly actor: Actor;
  readonly target: Target;
  readonly isInherited: boolean;
}

/** Roles of users and groups on projects, domains and the system, and those that projects inherit. */
export function grantRoutes(app: FastifyInstance, cloud: SimCloud): void {
  for (const actorType of ['user', 'group'] as const) {
    for (const targetType of ['project', 'domain'] as const) {
      const path = `/${targetType}s/:targetId/${actorType}s/:actorId/roles`;
      const inherited = `/v3/OS-INHERIT${path}`;
      placeRoutes(app, cloud, {
        actorType,
        targetType,
        isInherited: false,
        list: `/v3${path}`,
        one: `/v3${path}/:roleId`,
      });
      const one = `${inherited}/:roleId/inherited_to_projects`;
      const list = targetType === 'domain' ? `${inherited}/inherited_to_projects` : undefined;
      placeRoutes(app, cloud, { actorType, targetType, isInherited: true, list, one });
    }
    const system = `/v3/system/${actorType}s/:actorId/roles`;
    placeRoutes(app, cloud, {
      actorType,
      targetType: 'system',
      isInherited: false,
      list: system,
      one: `${system}/:roleId`,
    });
  }
}

interface Form {
  readonly actorType: Actor['type'];
  readonly targetType: Target['type'];
  readonly isInherited: boolean;
  readonly list: string | undefined;
  readonly one: string;
}

function placeRoutes(app: FastifyInstance, cloud: SimCloud, form: Form): void {
  const { state } = cloud;
  const action = (verb: string): string => {
    const suffix = form.targetType === 'system' ? `_for_${form.actorType}` : '';
    const noun = form.targetType === 'system' ? 'system_grant' : 'grant';
    return `${verb}_${noun}${verb === 'list' ? 's' : ''}${suffix}`;
  };

  if (form.list !== undefined) {
    app.get(form.list, async (request) => {
      const place = placeOf(request, form);
      requirePlace(cloud, request, action('list'), place);
      const ids = new Set(state.assignments.where((one) => isAt(one, place)).map(({ roleId }) => roleId));
      return answerList(cloud, request, 'roles', state.roles.where(({ id }) => ids.has(id)).map(views.role));
    });
  }

  app.get(form.one, async (request, reply) => {
    const { role, place } = requireGrantable(cloud, request, action('check'), form);
    requireGrant(cloud, role, place);
    return reply.code(204).send();
  });

  app.put(form.one, async (request, reply) => {
    const { role, place } = requireGrantable(cloud, request, action('create'), form);
    requireFitting(cloud, role, place.target);
    const { actor, target, isInherited } = place;
    const id = [target.type, target.id, actor.type, actor.id, role.id, isInherited].join('/');
    state.assignments.put({ id, roleId: role.id, actor, target, isInherited });
    return reply.code(204).send();
  });

  app.delete(form.one, async (request, reply) => {
    const { role, place } = requireGrantable(cloud, request, action('revoke'), form);
    state.assignments.remove(requireGrant(cloud, role, place).id);
    return reply.code(204).send();
  });
}

function placeOf(request: FastifyRequest, { actorType, targetType, isInherited }: Form): Place {
  const targetId = targetType === 'system' ? 'system' : pathValue(request, 'targetId');
  return {
    actor: { type: actorType, id: pathValue(request, 'actorId') },
    target: { type: targetType, id: targetId },
    isInherited,
  };
}

function isAt(assignment: Assignment, { actor, target, isInherited }: Place): boolean {
  const isSame = (one: Actor | Target, other: Actor | Target): boolean =>
    one.type === other.type && one.id === other.id;
  const isActor = isSame(assignment.actor, actor);
  return isActor && isSame(assignment.target, target) && assignment.isInherited === isInherited;
}

function requireGrantable(
  cloud: SimCloud,
  request: FastifyRequest,
  action: string,
  form: Form,
): { role: Role; place: Place } {
  const place = placeOf(request, form);
  const roleId = pathValue(request, 'roleId');
  // The policy asks about the things themselves: what is missing is told before, but on the routes of OS-INHERIT.
  if (!form.isInherited) requireRole(cloud, roleId);
  requirePlace(cloud, request, action, place);
  return { role: requireRole(cloud, roleId), place };
}

function requirePlace(cloud: SimCloud, request: FastifyRequest, action: string, place: Place): void {
  const { state } = cloud;
  const { actor, target } = place;
  const who = actor.type === 'user' ? state.users.get(actor.id) : state.groups.get(actor.id);
  const domainId = target.type === 'project' ? state.projects.get(target.id)?.domainId : target.id;
  const isThere = target.type === 'project' ? domainId !== undefined : state.domains.get(target.id) !== undefined;
  const isOneDomain = who?.domainId === domainId;
  const isRevoked = action.startsWith('revoke');
  const requireAll = (): void => {
    if (!isRevoked) required(who, actor.type, actor.id);
    if (target.type !== 'system' && !isThere) throw missing(target.type, target.id);
  };
  if (!place.isInherited) requireAll();
  enforce(cloud, request, action, { domainId: isOneDomain ? domainId : undefined });
  if (place.isInherited) requireAll();
}

function requireGrant({ state }: SimCloud, { id: roleId }: Role, place: Place): Assignment {
  const found = state.assignments.find((one) => one.roleId === roleId && isAt(one, place));
  if (found !== undefined) return found;
  const where = `user or group: ${place.actor.id}, project, domain, or system: ${place.target.id}`;
  throw new ApiFault(404, `Could not find role assignment with role: ${roleId}, ${where}.`);
}

/** A role of a domain fits the projects of that domain only, and never the system. */
function requireFitting({ state }: SimCloud, { id, domainId }: Role, target: Target): void {
  if (domainId === undefined) return;
  if (target.type === 'system') {
    throw new ApiFault(400, `Role ${id} is a domain-specific role. Unable to use it in a system assignment.`);
  }
  if (target.type === 'project' && state.projects.get(target.id)?.domainId !== domainId) {
    throw new ApiFault(403, 'You are not authorized to perform the requested action.');
  }
}
