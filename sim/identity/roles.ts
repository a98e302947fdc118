import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { answerList } from './answer-list.ts';
import { answerOne } from './answer-one.ts';
import { attributeSchemas, changedOptions } from './attribute-schemas.ts';
import { enforce } from './enforce.ts';
import { requireMutable } from './require-mutable.ts';
import { isMatch } from './is-match.ts';
import { required } from './missing.ts';
import { pathValue } from './path-value.ts';
import { queryValues } from './query-values.ts';
import { extraOf, normalized, readEntity, requireSameId } from './read-entity.ts';
import type { Role } from './records.ts';
import { isSameName } from './same-name.ts';
import { views } from './views.ts';

const nouns = ['role', 'roles'] as const;

const ownSchema = z.looseObject({
  name: attributeSchemas.longName,
  description: z.string().optional(),
  domain_id: z.string().nullish(),
  options: attributeSchemas.options.optional(),
});

/** `/v3/roles`: those of the whole cloud, and with `?domain_id=` those of one domain. */
export function roleRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;

  app.get('/v3/roles', async (request) => {
    const { domain_id: domainId } = queryValues(request);
    const isOfDomain = domainId !== undefined && domainId !== '';
    enforce(cloud, request, isOfDomain ? 'list_domain_roles' : 'list_roles');
    const all = state.roles.where((role) => (isOfDomain ? role.domainId === domainId : role.domainId === undefined));
    return answerList(cloud, request, 'roles', all.map(views.role).filter(isMatch(request, ['name'])));
  });

  app.post('/v3/roles', async (request, reply) => {
    enforce(cloud, request, 'create_role');
    const { entity, given } = readEntity(request, 'role', ownSchema);
    const domainId = entity.domain_id ?? undefined;
    requireFreeName(cloud, entity.name, domainId);
    const role = state.roles.put({
      id: cloud.random.hexId(),
      name: entity.name,
      domainId,
      description: entity.description ?? null,
      options: changedOptions({}, entity.options),
      impliedIds: [],
      extra: normalized(extraOf(given, ownSchema)),
    });
    return reply.code(201).send(answerOne(cloud, nouns, views.role(role)));
  });

  app.get('/v3/roles/:roleId', async (request) => {
    enforce(cloud, request, 'get_role');
    return answerOne(cloud, nouns, views.role(requireRole(cloud, pathValue(request, 'roleId'))));
  });

  app.patch('/v3/roles/:roleId', async (request) => {
    enforce(cloud, request, 'update_role');
    const id = pathValue(request, 'roleId');
    const role = requireRole(cloud, id);
    const { entity, given } = readEntity(request, 'role', ownSchema.partial(), 'update');
    requireSameId(given, id);
    requireMutable('role', role, given);
    if (entity.domain_id !== undefined && entity.domain_id !== (role.domainId ?? null)) {
      throw new ApiFault(400, 'Update of `domain_id` is not allowed.');
    }
    if (entity.name !== undefined) requireFreeName(cloud, entity.name, role.domainId, id);
    role.name = entity.name ?? role.name;
    role.description = entity.description ?? role.description;
    role.options = changedOptions(role.options, entity.options);
    role.extra = { ...role.extra, ...extraOf(given, ownSchema) };
    return answerOne(cloud, nouns, views.role(role));
  });

  app.delete('/v3/roles/:roleId', async (request, reply) => {
    enforce(cloud, request, 'delete_role');
    const role = requireRole(cloud, pathValue(request, 'roleId'));
    requireMutable('role', role);
    removeRole(cloud, role);
    return reply.code(204).send();
  });
}

/** The role, or a fault 404. */
export function requireRole({ state }: SimCloud, id: string): Role {
  return required(state.roles.get(id), 'role', id);
}

function removeRole({ state }: SimCloud, { id }: Role): void {
  state.roles.remove(id);
  state.assignments.removeWhere(({ roleId }) => roleId === id);
  for (const role of state.roles.where(({ impliedIds }) => impliedIds.includes(id))) {
    role.impliedIds = role.impliedIds.filter((implied) => implied !== id);
  }
}

function requireFreeName({ state }: SimCloud, name: string, domainId: string | undefined, ownId?: string): void {
  const isTaken = state.roles.find(
    (one) => one.id !== ownId && one.domainId === domainId && isSameName(one.name, name),
  );
  if (isTaken === undefined) return;
  const place = domainId === undefined ? '' : ` at domain ID ${domainId}`;
  throw new ApiFault(
    409,
    `Conflict occurred attempting to store role - Duplicate entry found with name ${name}${place}.`,
  );
}
