import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { answerList } from './answer-list.ts';
import { answerOne } from './answer-one.ts';
import { attributeSchemas } from './attribute-schemas.ts';
import { enforce } from './enforce.ts';
import { isMatch } from './is-match.ts';
import { required } from './missing.ts';
import { pathValue } from './path-value.ts';
import { extraOf, normalized, readEntity, requireSameId } from './read-entity.ts';
import { removeGroup } from './remove-group.ts';
import { isSameName } from './same-name.ts';
import { views } from './views.ts';

const nouns = ['group', 'groups'] as const;

const ownSchema = z.looseObject({
  name: attributeSchemas.longName,
  domain_id: attributeSchemas.id.optional(),
  description: z.string().nullish(),
});

/** `/v3/groups`. */
export function groupRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;

  app.get('/v3/groups', async (request) => {
    const { domainId } = callerOf(request);
    enforce(cloud, request, 'list_groups', { domainId });
    const found = state.groups.where((one) => domainId === undefined || one.domainId === domainId).map(views.group);
    return answerList(cloud, request, 'groups', found.filter(isMatch(request, ['domain_id', 'name'])));
  });

  app.post('/v3/groups', async (request, reply) => {
    const caller = enforce(cloud, request, 'create_group');
    const { entity, given } = readEntity(request, 'group', ownSchema);
    const domainId = entity.domain_id ?? caller.domainId ?? 'default';
    const name = entity.name.trim();
    required(state.domains.get(domainId), 'domain', domainId);
    requireFreeName(cloud, name, domainId);
    const group = state.groups.put({
      id: cloud.random.hexId(),
      name,
      domainId,
      description: entity.description === undefined ? '' : entity.description,
      userIds: [],
      extra: normalized(extraOf(given, ownSchema)),
    });
    return reply.code(201).send(answerOne(cloud, nouns, views.group(group)));
  });

  app.get('/v3/groups/:groupId', async (request) => {
    const id = pathValue(request, 'groupId');
    const group = state.groups.get(id);
    enforce(cloud, request, 'get_group', { domainId: group?.domainId });
    return answerOne(cloud, nouns, views.group(required(group, 'group', id)));
  });

  app.patch('/v3/groups/:groupId', async (request) => {
    enforce(cloud, request, 'update_group');
    const id = pathValue(request, 'groupId');
    const { entity, given } = readEntity(request, 'group', ownSchema.partial(), 'update');
    requireSameId(given, id);
    const group = required(state.groups.get(id), 'group', id);
    if (entity.domain_id !== undefined && entity.domain_id !== group.domainId) {
      throw new ApiFault(400, 'Cannot change Domain ID');
    }
    const name = entity.name?.trim() ?? group.name;
    requireFreeName(cloud, name, group.domainId, id);
    group.name = name;
    if (entity.description !== undefined) group.description = entity.description;
    group.extra = { ...group.extra, ...extraOf(given, ownSchema) };
    return answerOne(cloud, nouns, views.group(group));
  });

  app.delete('/v3/groups/:groupId', async (request, reply) => {
    enforce(cloud, request, 'delete_group');
    const id = pathValue(request, 'groupId');
    removeGroup(cloud, required(state.groups.get(id), 'group', id));
    return reply.code(204).send();
  });
}

function requireFreeName({ state }: SimCloud, name: string, domainId: string, ownId?: string): void {
  const isTaken = state.groups.find(
    (one) => one.id !== ownId && one.domainId === domainId && isSameName(one.name, name),
  );
  if (isTaken === undefined) return;
  const reason = `Duplicate entry found with name ${name} at domain ID ${domainId}`;
  throw new ApiFault(409, `Conflict occurred attempting to store group - ${reason}.`);
}
