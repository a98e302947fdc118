import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { computeQuota, computeUsage, defaultQuota, type QuotaName } from './compute-quota.ts';
import { isSince, microversion } from './microversion.ts';
import { parameters } from './parameters.ts';
import { adminPolicy, projectPolicy } from './policy.ts';
import { queryOf, refuseUnknown } from './query.ts';

const policy = 'os_compute_api:os-quota-sets';

/** Compute API, "Quota sets": limits of one project. */
export function quotaSets(app: FastifyInstance, cloud: SimCloud): void {
  const path = '/os-quota-sets/:projectId';
  app.get(path, async (request) => {
    const id = projectOf(cloud, request, (projectId) => projectPolicy(request, `${policy}:show`, projectId));
    return { quota_set: { id, ...shown(request, quotaOf(cloud, request, id)) } };
  });
  app.get(`${path}/detail`, async (request) => {
    const id = projectOf(cloud, request, (projectId) => projectPolicy(request, `${policy}:detail`, projectId));
    const limits = quotaOf(cloud, request, id);
    const used = computeUsage(cloud, id);
    const names = namesAt(request);
    const details = names.map((name) => [name, { limit: limits[name], in_use: used[name], reserved: 0 }]);
    return { quota_set: { id, ...Object.fromEntries(details) } };
  });
  app.get(`${path}/defaults`, async (request) => {
    const id = projectOf(cloud, request, () => undefined);
    return { quota_set: { id, ...shown(request, defaultQuota) } };
  });
  app.put(path, async (request) => ({ quota_set: change(cloud, request) }));
  app.delete(path, async (request, reply) => {
    const { projectId } = paramsSchema.parse(request.params);
    adminPolicy(request, `${policy}:delete`);
    cloud.state.quotas.remove(`compute/${projectId}`);
    return reply.code(202).send();
  });
  app.get('/os-quota-class-sets/:name', async (request) => {
    adminPolicy(request, 'os_compute_api:os-quota-class-sets:show');
    const { name } = z.object({ name: z.string() }).parse(request.params);
    const limits = Object.entries(shown(request, defaultQuota));
    // The first versions of classes left the limits of server groups out.
    const kept = limits.filter(([key]) => isSince(request, 50) || !key.startsWith('server_group'));
    return { quota_class_set: { id: name, ...Object.fromEntries(kept) } };
  });
}

/** Of one user in the project, where the query names one: those that the user has not are the project's. */
function quotaOf(cloud: SimCloud, request: FastifyRequest, projectId: string): Readonly<Record<QuotaName, number>> {
  return { ...computeQuota(cloud, projectId), ...cloud.state.quotas.get(keyOf(request, projectId))?.limits };
}

function keyOf(request: FastifyRequest, projectId: string): string {
  const { user_id: userId } = userSchema.parse(request.query);
  return `compute/${projectId}${userId === undefined ? '' : `/${userId}`}`;
}

const userSchema = z.looseObject({ user_id: z.string().optional() });

const paramsSchema = z.object({ projectId: z.string() });

function projectOf(cloud: SimCloud, request: FastifyRequest, check: (projectId: string) => unknown): string {
  const { projectId } = paramsSchema.parse(request.params);
  if (isSince(request, 75)) refuseUnknown(queryOf(request), ['user_id']);
  check(projectId);
  if (cloud.state.projects.get(projectId) !== undefined) return projectId;
  throw new ApiFault(400, `Project ID ${projectId} is not a valid project.`);
}

const networkNames: readonly string[] = ['fixed_ips', 'floating_ips', 'security_groups', 'security_group_rules'];

/** The limits that a microversion knows. */
function namesAt(request: FastifyRequest): QuotaName[] {
  const minor = microversion(request);
  const all = quotaNames.options;
  return all.filter((name) => {
    if (networkNames.includes(name)) return minor < 36;
    return !name.startsWith('injected_') || minor < 57;
  });
}

const quotaNames = z.enum([
  'cores',
  'fixed_ips',
  'floating_ips',
  'injected_file_content_bytes',
  'injected_file_path_bytes',
  'injected_files',
  'instances',
  'key_pairs',
  'metadata_items',
  'ram',
  'security_group_rules',
  'security_groups',
  'server_group_members',
  'server_groups',
]);

function shown(request: FastifyRequest, limits: Readonly<Record<QuotaName, number>>): Record<string, number> {
  return Object.fromEntries(namesAt(request).map((name) => [name, limits[name]]));
}

function change(cloud: SimCloud, request: FastifyRequest): object {
  const limit = parameters.wholeNumber(-1).optional();
  const limits = Object.fromEntries(namesAt(request).map((name) => [name, limit]));
  const force = parameters.boolean.optional();
  const schema = z.strictObject({ quota_set: z.strictObject({ ...limits, force }) });
  const { force: isForced = false, ...wanted } = parseBody(request, schema).quota_set;
  const id = projectOf(cloud, request, () => adminPolicy(request, `${policy}:update`));
  const used = computeUsage(cloud, id);
  const numbers = Object.entries(wanted).flatMap(([name, value]) => {
    return typeof value === 'number' ? [[quotaNames.parse(name), value] as const] : [];
  });
  for (const [name, value] of numbers) {
    if (isForced || value === -1 || value >= used[name]) continue;
    const rule = `must be greater than or equal to already used and reserved ${used[name]}`;
    throw new ApiFault(400, `Quota limit ${value} for ${name} ${rule}.`);
  }
  const key = keyOf(request, id);
  const record = cloud.state.quotas.get(key);
  const changed = { ...record?.limits, ...Object.fromEntries(numbers) };
  cloud.state.quotas.put({ id: key, limits: changed });
  return shown(request, quotaOf(cloud, request, id));
}
