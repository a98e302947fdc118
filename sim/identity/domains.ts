import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { answerList } from './answer-list.ts';
import { answerOne } from './answer-one.ts';
import { attributeSchemas, changedOptions, tagsSchema } from './attribute-schemas.ts';
import { enforce } from './enforce.ts';
import { requireMutable } from './require-mutable.ts';
import { isMatch } from './is-match.ts';
import { required } from './missing.ts';
import { pathValue } from './path-value.ts';
import { extraOf, normalized, readEntity, requireSameId } from './read-entity.ts';
import type { Domain } from './records.ts';
import { removeGroup } from './remove-group.ts';
import { removeProject } from './remove-project.ts';
import { removeUser } from './remove-user.ts';
import { projectSubtree } from './project-subtree.ts';
import { isSameName } from './same-name.ts';
import type { View } from './view.ts';
import { views } from './views.ts';

const nouns = ['domain', 'domains'] as const;

const ownSchema = z.looseObject({
  name: attributeSchemas.shortName,
  description: z.string().nullish(),
  enabled: z.boolean().optional(),
  tags: tagsSchema.optional(),
  options: z.looseObject({}).optional(),
});

const changeSchema = ownSchema.partial();

/** `/v3/domains`. */
export function domainRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;

  app.get('/v3/domains', async (request) => {
    enforce(cloud, request, 'list_domains');
    const found = state.domains
      .list()
      .map(views.domain)
      .filter(isMatch(request, ['name', 'enabled']));
    return answerList(cloud, request, 'domains', found);
  });

  app.post('/v3/domains', async (request, reply) => {
    enforce(cloud, request, 'create_domain');
    const { entity, given } = readEntity(request, 'domain', ownSchema);
    const name = entity.name.trim();
    requireFreeName(cloud, name);
    const domain = state.domains.put({
      id: cloud.random.hexId(),
      name,
      description: entity.description === undefined ? '' : entity.description,
      enabled: entity.enabled ?? true,
      tags: entity.tags ?? [],
      options: changedOptions({}, entity.options),
      extra: normalized(extraOf(given, ownSchema)),
    });
    return reply.code(201).send(answerOne(cloud, nouns, views.domain(domain)));
  });

  app.get('/v3/domains/:domainId', async (request) => {
    callerOf(request);
    const id = pathValue(request, 'domainId');
    const domain = state.domains.get(id);
    enforce(cloud, request, 'get_domain', { domainId: domain?.id });
    return answerOne(cloud, nouns, views.domain(required(domain, 'domain', id)));
  });

  app.patch('/v3/domains/:domainId', async (request) => {
    enforce(cloud, request, 'update_domain');
    const id = pathValue(request, 'domainId');
    const { entity, given } = readEntity(request, 'domain', changeSchema, 'update');
    const domain = required(state.domains.get(id), 'domain', id);
    requireSameId(given, id);
    // Keystone makes it a change of the project that the domain is, which then says more than an option.
    requireMutable('domain', domain, { ...given, is_domain: true });
    changeDomain(cloud, domain, entity, given);
    return answerOne(cloud, nouns, views.domain(domain));
  });

  app.delete('/v3/domains/:domainId', async (request, reply) => {
    enforce(cloud, request, 'delete_domain');
    const id = pathValue(request, 'domainId');
    removeDomain(cloud, required(state.domains.get(id), 'domain', id));
    return reply.code(204).send();
  });
}

type DomainChange = z.infer<typeof changeSchema>;

/** Throws a fault 409 for a name that another domain has. */
function changeDomain(
  cloud: SimCloud,
  domain: Domain,
  change: DomainChange,
  given: Readonly<Record<string, unknown>>,
): void {
  if (change.name !== undefined) requireFreeName(cloud, change.name.trim(), domain.id);
  domain.name = change.name?.trim() ?? domain.name;
  if (change.description !== undefined) domain.description = change.description;
  domain.enabled = change.enabled ?? domain.enabled;
  domain.tags = change.tags ?? domain.tags;
  domain.options = changedOptions(domain.options, change.options);
  domain.extra = { ...domain.extra, ...extraOf(given, ownSchema) };
}

/** `PATCH /v3/projects/{id}` of a domain, which is a project too. Throws a fault 400, 403 or 409. */
export function updateDomainProject(cloud: SimCloud, request: FastifyRequest, domain: Domain): View {
  const { entity, given } = readEntity(request, 'project', changeSchema, 'update');
  requireSameId(given, domain.id);
  requireMutable('domain', domain, given);
  changeDomain(cloud, domain, entity, given);
  return views.domainProject(domain);
}

function requireFreeName({ state }: SimCloud, name: string, ownId?: string): void {
  if (state.domains.find((one) => one.id !== ownId && isSameName(one.name, name)) === undefined) return;
  const reason = `it is not permitted to have two projects acting as domains with the same name: ${name}`;
  throw new ApiFault(409, `Conflict occurred attempting to store project - ${reason}.`);
}

/** All that is in the domain goes with it, but its roles, as in Keystone. */
export function removeDomain(cloud: SimCloud, domain: Domain): void {
  const { state } = cloud;
  requireMutable('domain', domain);
  if (domain.enabled) {
    throw new ApiFault(403, 'Cannot delete a domain that is enabled, please disable it first.');
  }
  const { id } = domain;
  for (const project of projectSubtree(state, id).toReversed()) removeProject(cloud, project);
  for (const group of state.groups.where(({ domainId }) => domainId === id)) removeGroup(cloud, group);
  for (const user of state.users.where(({ domainId }) => domainId === id)) removeUser(cloud, user.id);
  state.assignments.removeWhere(({ target }) => target.type === 'domain' && target.id === id);
  state.domains.remove(id);
}
