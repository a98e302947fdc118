import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { attributeValues } from './attribute-values.ts';
import { defaultLimits, type Limited, quotaLimits, quotaUse } from './quota-limits.ts';
import { refuse } from './refuse.ts';

const paramsSchema = z.object({ projectId: z.string() });
const bodySchema = z.object({ quota: z.record(z.string(), z.unknown()) });

export function quotasRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const { quotas } = cloud.state;
  const projectOf = (request: FastifyRequest): string => paramsSchema.parse(request.params).projectId;

  app.get('/v2.0/quotas', async (request) => {
    requireOperator(request);
    const set = quotas.where(({ id }) => id.startsWith('network/'));
    const limits = set.map(({ id }) => {
      const projectId = id.slice('network/'.length);
      return { ...quotaLimits(cloud, projectId), project_id: projectId, tenant_id: projectId };
    });
    return { quotas: limits };
  });
  app.get('/v2.0/quotas/:projectId', async (request) => {
    const projectId = projectOf(request);
    if (projectId === 'tenant' || projectId === 'project') return ownProject(request, projectId);
    if (projectId !== callerOf(request).projectId) requireOperator(request);
    return { quota: quotaLimits(cloud, projectId) };
  });
  app.get('/v2.0/quotas/:projectId/default', async (request) => {
    if (projectOf(request) !== callerOf(request).projectId) requireOperator(request);
    return { quota: defaultLimits };
  });
  const details = async (request: FastifyRequest): Promise<object> => {
    const projectId = projectOf(request);
    if (projectId !== callerOf(request).projectId) requireOperator(request);
    const [limits, used] = [quotaLimits(cloud, projectId), quotaUse(cloud, projectId)];
    const shown = Object.entries(used).map(([name, use]) => [
      name,
      { limit: Object.entries(limits).find(([limited]) => limited === name)?.[1] ?? -1, used: use, reserved: 0 },
    ]);
    return { quota: Object.fromEntries(shown) };
  };
  app.get('/v2.0/quotas/:projectId/details', details);
  app.get('/v2.0/quotas/:projectId/details.json', details);
  app.put('/v2.0/quotas/:projectId', async (request) => {
    requireOperator(request, 'update');
    const projectId = projectOf(request);
    const given = readLimits(request);
    const former = quotas.get(`network/${projectId}`)?.limits ?? {};
    quotas.put({ id: `network/${projectId}`, limits: { ...former, ...given } });
    return { quota: quotaLimits(cloud, projectId) };
  });
  app.delete('/v2.0/quotas/:projectId', async (request, reply) => {
    requireOperator(request, 'delete');
    const projectId = projectOf(request);
    if (!quotas.remove(`network/${projectId}`)) {
      throw refuse.missing('TenantQuotaNotFound', `Quota for tenant ${projectId} could not be found.`);
    }
    return reply.code(204).send();
  });
}

function requireOperator(request: FastifyRequest, verb: 'get' | 'update' | 'delete' = 'get'): void {
  if (!isAdmin(callerOf(request))) throw refuse.policy(`${verb}_quota`);
}

function ownProject(request: FastifyRequest, word: 'tenant' | 'project'): object {
  const projectId = callerOf(request).projectId ?? null;
  return { [word]: { [`${word}_id`]: projectId } };
}

function readLimits(request: FastifyRequest): Record<string, number> {
  const body = bodySchema.safeParse(request.body);
  if (!body.success) throw refuse.form("Unable to find 'quota' in request body");
  const { force: _force, check_limit: _check, ...given } = body.data.quota;
  const unknown = Object.keys(given).filter((name) => !isLimited(name));
  if (unknown.length > 0) throw refuse.form(`Unrecognized attribute(s) '${unknown.join(', ')}'`);
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, limitOf(name, value)]));
}

function isLimited(name: string): name is Limited {
  return name in defaultLimits;
}

const most = 2_147_483_647;

function limitOf(name: string, value: unknown): number {
  const limit = attributeValues.whole.parse(value);
  if (limit >= -1 && limit <= most) return limit;
  const why = limit < -1 ? 'is too small - must be at least' : 'is too large - must be no larger than';
  throw refuse.form(`Invalid input for ${name}. Reason: '${limit}' ${why} '${limit < -1 ? -1 : most}'.`);
}
