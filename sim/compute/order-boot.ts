import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { bootImage, checkBootParts, checkImageFits } from './boot-image.ts';
import type { BootOrder } from './boot-order.ts';
import { computeHosts } from './compute-hosts.ts';
import { type ComputeQuota, computeQuota, computeUsage } from './compute-quota.ts';
import { isSince } from './microversion.ts';
import { orderNics } from './order-nics.ts';
import { orderVolumes } from './order-volumes.ts';
import { adminPolicy } from './policy.ts';
import type { Flavor } from './records.ts';
import type { ServerBody } from './server-body.ts';
import { visibleFlavor } from './visible-flavor.ts';

/** Checks a request for servers as Nova's API does, in its order, before anything is made. */
export function orderBoot(cloud: SimCloud, request: FastifyRequest, body: ServerBody): BootOrder {
  const caller = callerOf(request);
  const { server } = body;
  const { min_count: least = 1, max_count: count = least } = server;
  if (least > count) throw new ApiFault(400, 'min_count must be <= max_count');
  const place = placeOf(cloud, request, server);
  const hasDevices = (server.block_device_mapping ?? server.block_device_mapping_v2 ?? []).length > 0;
  if ((server.imageRef ?? '') === '' && !hasDevices) throw new ApiFault(400, 'Missing imageRef attribute');
  const flavorId = server.flavorRef.split('/').at(-1) ?? '';
  const flavor = visibleFlavor(cloud, caller, flavorId);
  if (flavor === undefined) throw new ApiFault(400, `Flavor ${flavorId} could not be found.`);
  if (place.zone !== '' && place.wantedHost === undefined && place.zone !== 'nova') {
    throw new ApiFault(400, 'The requested availability zone is not available');
  }
  const image = (server.imageRef ?? '') === '' ? undefined : bootImage(cloud, caller, server.imageRef ?? '');
  const securityGroupIds = orderGroups(cloud, caller, server);
  const nics = orderNics(cloud, caller, server.networks);
  if (image !== undefined) checkBootParts(cloud, caller, image);
  checkKeypair(cloud, caller, server.key_name);
  const limits = computeQuota(cloud, caller.projectId ?? '');
  if (limits.metadata_items >= 0 && Object.keys(server.metadata).length > limits.metadata_items) {
    throw new ApiFault(403, `Maximum number of metadata items exceeds ${limits.metadata_items}`);
  }
  const volumes = orderVolumes(cloud, caller, server);
  if (image !== undefined && !volumes.isRoot) checkImageFits(caller, image, flavor);
  const groupId = orderServerGroup(cloud, caller, body);
  checkQuota(cloud, caller, { flavor, count, limits });
  return {
    name: server.name,
    // Before it had a field of its own, the description was the name.
    description: isSince(request, 19) ? (server.description ?? null) : server.name,
    hostname: server.hostname,
    projectId: caller.projectId ?? '',
    userId: caller.userId,
    isByAdmin: isAdmin(caller),
    flavor,
    image: volumes.isRoot ? undefined : image,
    volumeIds: volumes.volumeIds,
    ownVolumeIds: volumes.ownVolumeIds,
    nics,
    securityGroupIds,
    keyName: server.key_name ?? null,
    metadata: server.metadata,
    tags: [...new Set(server.tags)].toSorted(),
    userData: server.user_data ?? null,
    hasConfigDrive: server.config_drive,
    ...place,
    groupId,
    count,
    accessIpv4: server.accessIPv4 ?? '',
    accessIpv6: server.accessIPv6 ?? '',
    diskConfig: server['OS-DCF:diskConfig'] ?? 'MANUAL',
  };
}

/** `zone:host` chooses a host, as an administrator may. */
function placeOf(cloud: SimCloud, request: FastifyRequest, server: ServerBody['server']) {
  const [zone = '', host, node] = (server.availability_zone ?? '').split(':');
  const forced = host === '' || host === undefined ? node : host;
  if (forced !== undefined && forced !== '') adminPolicy(request, 'os_compute_api:servers:create:forced_host');
  const asked = server.host ?? server.hypervisor_hostname;
  if (asked !== undefined) adminPolicy(request, 'compute:servers:create:requested_destination');
  if (asked !== undefined && !computeHosts(cloud).some(({ name }) => name === asked)) {
    throw new ApiFault(400, `Compute host ${asked} could not be found.`);
  }
  return { zone, wantedHost: asked ?? (forced === '' ? undefined : forced) };
}

function orderGroups({ state }: SimCloud, caller: Caller, server: ServerBody['server']): string[] | undefined {
  const names = [...new Set((server.security_groups ?? []).flatMap(({ name }) => name ?? []))];
  if (names.length === 0 || (names.length === 1 && names[0] === 'default')) return undefined;
  const { projectId } = caller;
  return names.map((name) => {
    const own = state.securityGroups.where((group) => group.project_id === projectId);
    const found = own.filter((group) => group.id === name || group.name === name);
    const [group, second] = found;
    if (second !== undefined && !found.some(({ id }) => id === name)) {
      const message = `Multiple security groups found matching '${name}'. Use an ID to be more specific.`;
      throw new ApiFault(409, message);
    }
    if (group !== undefined) return group.id;
    throw new ApiFault(400, `Unable to find security_group with name or id '${name}'`);
  });
}

function checkKeypair({ state }: SimCloud, { userId }: Caller, name: string | undefined): void {
  if (name === undefined || state.keypairs.get(`${userId}/${name}`) !== undefined) return;
  throw new ApiFault(400, 'Invalid key_name provided.');
}

function orderServerGroup({ state }: SimCloud, { projectId }: Caller, body: ServerBody): string | undefined {
  const { group: id } = body['os:scheduler_hints'] ?? body['OS-SCH-HNT:scheduler_hints'] ?? {};
  if (id === undefined) return undefined;
  const group = state.serverGroups.get(id);
  if (group?.projectId === projectId) return id;
  throw new ApiFault(400, `Instance group ${id} could not be found.`);
}

interface Demand {
  readonly flavor: Flavor;
  readonly count: number;
  readonly limits: ComputeQuota;
}

function checkQuota(cloud: SimCloud, { projectId = '' }: Caller, { flavor, count, limits }: Demand): void {
  const used = computeUsage(cloud, projectId);
  const wanted = { cores: flavor.vcpus * count, instances: count, ram: flavor.ramMiB * count };
  const names = ['cores', 'instances', 'ram'] as const;
  const overs = names.filter((name) => limits[name] >= 0 && used[name] + wanted[name] > limits[name]);
  if (overs.length === 0) return;
  const all = (numbers: Readonly<Record<string, number>>): string => overs.map((name) => numbers[name]).join(', ');
  const already = `but already used ${all(used)} of ${all(limits)}`;
  const message = `Quota exceeded for ${overs.join(', ')}: Requested ${all(wanted)}, ${already} ${overs.join(', ')}`;
  throw new ApiFault(403, message);
}
