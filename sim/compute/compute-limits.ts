import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { computeQuota, computeUsage, type QuotaName } from './compute-quota.ts';
import { isSince, microversion } from './microversion.ts';
import { adminPolicy } from './policy.ts';
import { queryOf, refuseUnknown } from './query.ts';

interface Shown {
  readonly name: string;
  readonly quota: QuotaName;
  /** The last microversion that tells it. */
  readonly last?: number;
}

const limitNames: readonly Shown[] = [
  { name: 'maxTotalInstances', quota: 'instances' },
  { name: 'maxTotalCores', quota: 'cores' },
  { name: 'maxTotalRAMSize', quota: 'ram' },
  { name: 'maxServerMeta', quota: 'metadata_items' },
  { name: 'maxImageMeta', quota: 'metadata_items', last: 38 },
  { name: 'maxPersonality', quota: 'injected_files', last: 56 },
  { name: 'maxPersonalitySize', quota: 'injected_file_content_bytes', last: 56 },
  { name: 'maxTotalKeypairs', quota: 'key_pairs' },
  { name: 'maxServerGroups', quota: 'server_groups' },
  { name: 'maxServerGroupMembers', quota: 'server_group_members' },
  { name: 'maxTotalFloatingIps', quota: 'floating_ips', last: 35 },
  { name: 'maxSecurityGroups', quota: 'security_groups', last: 35 },
  { name: 'maxSecurityGroupRules', quota: 'security_group_rules', last: 35 },
];

const usageNames: readonly Shown[] = [
  { name: 'totalRAMUsed', quota: 'ram' },
  { name: 'totalCoresUsed', quota: 'cores' },
  { name: 'totalInstancesUsed', quota: 'instances' },
  { name: 'totalServerGroupsUsed', quota: 'server_groups' },
  { name: 'totalFloatingIpsUsed', quota: 'floating_ips', last: 35 },
  { name: 'totalSecurityGroupsUsed', quota: 'security_groups', last: 35 },
];

/** Compute API, "Limits": those of the caller's project, or of another for an administrator. */
export function computeLimits(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/limits', async (request) => {
    const query = queryOf(request);
    if (isSince(request, 75)) refuseUnknown(query, ['tenant_id', 'reserved']);
    const other = query.get('tenant_id');
    if (other !== undefined) adminPolicy(request, 'os_compute_api:limits:other_project');
    const projectId = other ?? callerOf(request).projectId ?? '';
    const limits = pick(request, limitNames, computeQuota(cloud, projectId));
    const used = pick(request, usageNames, computeUsage(cloud, projectId));
    return { limits: { rate: [], absolute: { ...limits, ...used } } };
  });
}

function pick(request: FastifyRequest, names: readonly Shown[], numbers: Readonly<Record<QuotaName, number>>): object {
  const minor = microversion(request);
  const kept = names.filter(({ last }) => last === undefined || minor <= last);
  return Object.fromEntries(kept.map(({ name, quota }) => [name, numbers[quota]]));
}
