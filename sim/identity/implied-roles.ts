import type { FastifyInstance } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { enforce } from './enforce.ts';
import { link } from './link.ts';
import { pathValue } from './path-value.ts';
import type { Role } from './records.ts';
import { requireRole } from './roles.ts';

const route = '/v3/roles/:priorId/implies/:impliedId';

/** Roles that bring other roles along. */
export function impliedRoleRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;
  const shown = ({ id, name }: Role): object => ({ id, links: { self: link(cloud, `/roles/${id}`) }, name });
  const inference = (prior: Role, implied: Role): object => ({
    role_inference: { prior_role: shown(prior), implies: shown(implied) },
    links: { self: link(cloud, `/roles/${prior.id}/implies/${implied.id}`) },
  });

  app.get('/v3/role_inferences', async (request) => {
    enforce(cloud, request, 'list_role_inference_rules');
    const priors = state.roles.where(({ impliedIds }) => impliedIds.length > 0);
    return {
      role_inferences: priors.map((prior) => ({
        prior_role: shown(prior),
        implies: prior.impliedIds.map((id) => shown(requireRole(cloud, id))),
      })),
    };
  });

  app.get('/v3/roles/:priorId/implies', async (request) => {
    const prior = requireRole(cloud, pathValue(request, 'priorId'));
    enforce(cloud, request, 'list_implied_roles');
    const implies = prior.impliedIds.map((id) => shown(requireRole(cloud, id)));
    const self = link(cloud, `/roles/${prior.id}/implies`);
    return { role_inference: { prior_role: shown(prior), implies }, links: { self } };
  });

  app.route({
    method: ['GET', 'HEAD'],
    url: route,
    handler: async (request, reply) => {
      const [prior, implied] = [
        requireRole(cloud, pathValue(request, 'priorId')),
        requireRole(cloud, pathValue(request, 'impliedId')),
      ];
      enforce(cloud, request, 'get_implied_role');
      requireImplied(prior, implied);
      return request.method === 'HEAD' ? reply.code(204).send() : inference(prior, implied);
    },
  });

  app.put(route, async (request, reply) => {
    const prior = requireRole(cloud, pathValue(request, 'priorId'));
    const implied = requireRole(cloud, pathValue(request, 'impliedId'));
    enforce(cloud, request, 'create_implied_role');
    if (implied.name === 'admin') throw new ApiFault(403, `${implied.id} cannot be an implied roles.`);
    if (prior.domainId === undefined && implied.domainId !== undefined) {
      throw new ApiFault(403, 'Global role cannot imply a domain-specific role');
    }
    if (prior.impliedIds.includes(implied.id)) {
      throw new ApiFault(409, 'Conflict occurred attempting to store implied_role - Duplicate entry.');
    }
    prior.impliedIds = [...prior.impliedIds, implied.id];
    return reply.code(201).send(inference(prior, implied));
  });

  app.delete(route, async (request, reply) => {
    const prior = requireRole(cloud, pathValue(request, 'priorId'));
    const implied = requireRole(cloud, pathValue(request, 'impliedId'));
    enforce(cloud, request, 'delete_implied_role');
    requireImplied(prior, implied);
    prior.impliedIds = prior.impliedIds.filter((id) => id !== implied.id);
    return reply.code(204).send();
  });
}

function requireImplied(prior: Role, implied: Role): void {
  if (!prior.impliedIds.includes(implied.id)) throw new ApiFault(404, `${prior.id} does not imply ${implied.id}.`);
}
