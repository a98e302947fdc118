import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { paramOf } from './param-of.ts';
import { projectOf } from './project-of.ts';
import { requireVolumeAdmin } from './require-volume-admin.ts';
import { defaultLimits, type Limits, volumeLimits, volumeUsage } from './volume-limits.ts';

const bodySchema = z.object({ quota_set: z.record(z.string(), z.unknown()) });
const rule = 'volume_extension:quotas:';

export function volumeQuotas(app: FastifyInstance, cloud: SimCloud): void {
  const { quotas } = cloud.state;
  app.get('/v3/:project/limits', async (request) => {
    const projectId = projectOf(request);
    return {
      limits: { rate: [], absolute: absoluteLimits(volumeLimits(cloud, projectId), volumeUsage(cloud, projectId)) },
    };
  });
  app.get('/v3/:project/os-quota-sets/:id', async (request) => {
    const id = shownProject(request);
    const isUsage = /[?&]usage=(true|1)/i.test(request.url);
    return { quota_set: { ...(isUsage ? withUsage(cloud, id) : volumeLimits(cloud, id)), id } };
  });
  app.get('/v3/:project/os-quota-sets/:id/defaults', async (request) => {
    const id = shownProject(request);
    return { quota_set: { ...defaultLimits(cloud), id } };
  });
  app.put('/v3/:project/os-quota-sets/:id', async (request) => {
    requireVolumeAdmin(request, `${rule}update`);
    const id = paramOf(request, 'id');
    const limits = { ...quotas.get(`block-storage/${id}`)?.limits, ...changedLimits(cloud, request, id) };
    quotas.put({ id: `block-storage/${id}`, limits });
    return { quota_set: volumeLimits(cloud, id) };
  });
  app.delete('/v3/:project/os-quota-sets/:id', async (request, reply) => {
    requireVolumeAdmin(request, `${rule}delete`);
    quotas.remove(`block-storage/${paramOf(request, 'id')}`);
    return reply.code(200).send();
  });
  app.get('/v3/:project/os-quota-class-sets/:id', async (request) => {
    requireVolumeAdmin(request, 'volume_extension:quota_classes:get');
    return { quota_class_set: { ...defaultLimits(cloud), id: paramOf(request, 'id') } };
  });
}

function shownProject(request: FastifyRequest): string {
  projectOf(request);
  const id = paramOf(request, 'id');
  if (mayAct(callerOf(request), id)) return id;
  throw new ApiFault(403, `Policy doesn't allow ${rule}show to be performed.`);
}

function withUsage(cloud: SimCloud, projectId: string): Record<string, unknown> {
  const usage = volumeUsage(cloud, projectId);
  const limits = Object.entries(volumeLimits(cloud, projectId));
  return Object.fromEntries(limits.map(([name, limit]) => [name, { limit, in_use: usage[name] ?? 0, reserved: 0 }]));
}

function changedLimits(cloud: SimCloud, request: FastifyRequest, projectId: string): Limits {
  const usage = volumeUsage(cloud, projectId);
  const own = cloud.state.quotas.get(`block-storage/${projectId}`)?.limits ?? {};
  const parsed = bodySchema.safeParse(request.body);
  if (!parsed.success) throw new ApiFault(400, "'quota_set' is a required property");
  const known = defaultLimits(cloud);
  const { tenant_id: _tenant, ...values } = parsed.data.quota_set;
  const unknown = Object.keys(values).filter((name) => known[name] === undefined);
  if (unknown.length > 0)
    throw new ApiFault(400, `Invalid input received: Bad key(s) in quota set: ${unknown.join(',')}`);
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const limit = Number(value);
      if (value === null || !Number.isInteger(limit)) throw new ApiFault(400, `${name} must be an integer`);
      if (limit < -1) throw new ApiFault(400, `${name} must be >= -1`);
      // What is in use is looked at only where the project has a limit of its own already.
      if (limit !== -1 && own[name] !== undefined) refuseBelowUse(name, limit, usage[name] ?? 0);
      return [name, limit];
    }),
  );
}

function refuseBelowUse(name: string, limit: number, used: number): void {
  if (limit >= used) return;
  const numbers = `Current usage is ${used} and the requested limit is ${limit}`;
  throw new ApiFault(400, `Quota ${name} limit must be equal or greater than existing resources. ${numbers}.`);
}

function absoluteLimits(limits: Limits, usage: Limits): Record<string, unknown> {
  return {
    maxTotalVolumes: limits['volumes'],
    maxTotalSnapshots: limits['snapshots'],
    maxTotalVolumeGigabytes: limits['gigabytes'],
    maxTotalBackups: limits['backups'],
    maxTotalBackupGigabytes: limits['backup_gigabytes'],
    totalVolumesUsed: usage['volumes'] ?? 0,
    totalGigabytesUsed: usage['gigabytes'] ?? 0,
    totalSnapshotsUsed: usage['snapshots'] ?? 0,
    totalBackupsUsed: 0,
    totalBackupGigabytesUsed: 0,
  };
}
