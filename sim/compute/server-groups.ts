import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin, mayAct } from '../cloud/caller.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { computeQuota, computeUsage } from './compute-quota.ts';
import { isSince } from './microversion.ts';
import { parameters } from './parameters.ts';
import { projectPolicy } from './policy.ts';
import { queryOf, refuseUnknown } from './query.ts';
import type { ServerGroup } from './records.ts';

const policy = 'os_compute_api:os-server-groups';

/** Compute API, "Server groups (os-server-groups)". */
export function serverGroups(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/os-server-groups', async (request) => {
    const query = queryOf(request);
    if (isSince(request, 75)) refuseUnknown(query, ['all_projects', 'limit', 'offset']);
    const caller = callerOf(request);
    const isAll = query.names.includes('all_projects') && isAdmin(caller);
    const found = cloud.state.serverGroups.where(({ projectId }) => isAll || projectId === caller.projectId);
    const start = Number(query.get('offset') ?? 0);
    const page = found.slice(start, start + (Number(query.get('limit') ?? 0) || 1000));
    return { server_groups: page.map((group) => groupView(cloud, request, group)) };
  });
  app.post('/os-server-groups', async (request) => ({
    server_group: groupView(cloud, request, makeGroup(cloud, request)),
  }));
  app.get('/os-server-groups/:id', async (request) => ({
    server_group: groupView(cloud, request, groupOf(cloud, request, 'show')),
  }));
  app.delete('/os-server-groups/:id', async (request, reply) => {
    cloud.state.serverGroups.remove(groupOf(cloud, request, 'delete').id);
    return reply.code(204).send();
  });
}

function groupOf({ state }: SimCloud, request: FastifyRequest, action: string): ServerGroup {
  const { id } = z.object({ id: z.string() }).parse(request.params);
  const group = state.serverGroups.get(id);
  if (group === undefined || !mayAct(callerOf(request), group.projectId)) {
    throw new ApiFault(404, `Instance group ${id} could not be found.`);
  }
  projectPolicy(request, `${policy}:${action}`, group.projectId);
  return group;
}

function groupView({ state }: SimCloud, request: FastifyRequest, group: ServerGroup): object {
  const { id, name, policy: rule, rules, memberIds, projectId, userId } = group;
  return {
    id,
    name,
    ...(isSince(request, 64) ? { policy: rule, rules } : { policies: [rule], metadata: {} }),
    members: memberIds.filter((serverId) => state.servers.get(serverId) !== undefined),
    ...(isSince(request, 13) ? { project_id: projectId, user_id: userId } : {}),
  };
}

const hard = z.enum(['anti-affinity', 'affinity']);
const anyPolicy = z.enum(['anti-affinity', 'affinity', 'soft-anti-affinity', 'soft-affinity']);
const { name } = parameters;
const rules = z.strictObject({ max_server_per_host: parameters.wholeNumber(1).optional() }).optional();
const schemas = {
  first: z.strictObject({ server_group: z.strictObject({ name, policies: z.tuple([hard]) }) }),
  soft: z.strictObject({ server_group: z.strictObject({ name, policies: z.tuple([anyPolicy]) }) }),
  ruled: z.strictObject({ server_group: z.strictObject({ name, policy: anyPolicy, rules }) }),
} as const;

interface WantedGroup {
  readonly name: string;
  readonly policy: string;
  readonly rules: Readonly<Record<string, number>>;
}

function wantedGroup(request: FastifyRequest): WantedGroup {
  if (isSince(request, 64)) {
    const { name: wanted, policy: rule, rules: given } = parseBody(request, schemas.ruled).server_group;
    const most = given?.max_server_per_host;
    if (rule !== 'anti-affinity' && most !== undefined) {
      throw new ApiFault(400, 'Only anti-affinity policy supports rules.');
    }
    return { name: wanted, policy: rule, rules: most === undefined ? {} : { max_server_per_host: most } };
  }
  const { server_group: group } = isSince(request, 15)
    ? parseBody(request, schemas.soft)
    : parseBody(request, schemas.first);
  return { name: group.name, policy: group.policies[0], rules: {} };
}

function makeGroup(cloud: SimCloud, request: FastifyRequest): ServerGroup {
  const wanted = wantedGroup(request);
  const { projectId = '', userId } = callerOf(request);
  const allowed = computeQuota(cloud, projectId).server_groups;
  if (allowed >= 0 && computeUsage(cloud, projectId).server_groups >= allowed) {
    throw new ApiFault(403, 'Quota exceeded, too many server groups.');
  }
  return cloud.state.serverGroups.put({ id: cloud.random.uuid(), ...wanted, projectId, userId, memberIds: [] });
}
