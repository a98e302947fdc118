import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { instanceName } from './hypervisors.ts';
import { bookmarkOf, linksOf } from './links.ts';
import { isSince } from './microversion.ts';
import { portsOf } from './ports-of.ts';
import type { Server } from './records.ts';
import { serverAddresses } from './server-addresses.ts';
import { powerStateOf, shownStatus, vmStateOf } from './server-state.ts';

/** `update`: what the answer to a change tells of it, which is less until 2.75. */
export type ServerScope = 'list' | 'one' | 'update';

/** A server as an answer tells it to the caller at the microversion of a request. */
export function serverView(cloud: SimCloud, request: FastifyRequest, server: Server, scope: ServerScope): object {
  const isFull = scope !== 'update' || isSince(request, 75);
  const isComplete = isFull && isAdmin(callerOf(request));
  return {
    ...coreView(cloud, request, server, isFull),
    ...faultView(request, server),
    ...(progressStatuses.includes(shownStatus(server)) ? { progress: 0 } : {}),
    ...(isFull ? fullView(cloud, server) : {}),
    ...(isComplete ? adminView(request, server) : {}),
    ...(isFull ? statusView(request, server) : {}),
    ...(isComplete && isSince(request, 16) ? { host_status: server.host === null ? '' : 'UP' } : {}),
    ...laterView(request, server),
    ...(isComplete || !isSince(request, 90) ? {} : { 'OS-EXT-SRV-ATTR:hostname': server.hostname }),
    ...(scope === 'list' || !isSince(request, 71) ? {} : { server_groups: groupsOf(cloud, server) }),
  };
}

/** What `GET /servers` tells of it. */
export function serverLine(cloud: SimCloud, request: FastifyRequest, { id, name }: Server): object {
  return { id, name, links: linksOf(cloud, request, `servers/${id}`) };
}

const progressStatuses: readonly string[] = ['ACTIVE', 'BUILD'];

function coreView(cloud: SimCloud, request: FastifyRequest, server: Server, isFull: boolean): object {
  const { id, host, projectId, imageId } = server;
  const image = { id: imageId, links: [bookmarkOf(cloud, request, `images/${imageId}`)] };
  return {
    id,
    name: server.name,
    status: shownStatus(server),
    tenant_id: projectId,
    user_id: server.userId,
    metadata: server.metadata,
    hostId: host === null ? '' : createHash('sha224').update(`${projectId}${host}`).digest('hex'),
    image: imageId === '' ? '' : image,
    flavor: flavorPart(cloud, request, server),
    created: server.createdAt,
    updated: server.updatedAt,
    addresses: addressesView(cloud, server, isFull),
    accessIPv4: server.accessIpv4,
    accessIPv6: server.accessIpv6,
    links: linksOf(cloud, request, `servers/${id}`),
    'OS-DCF:diskConfig': server.diskConfig,
  };
}

function flavorPart(cloud: SimCloud, request: FastifyRequest, { flavor }: Server): object {
  if (!isSince(request, 47)) return { id: flavor.id, links: [bookmarkOf(cloud, request, `flavors/${flavor.id}`)] };
  return {
    vcpus: flavor.vcpus,
    ram: flavor.ramMiB,
    disk: flavor.diskGiB,
    ephemeral: flavor.ephemeralGiB,
    swap: flavor.swapMiB,
    original_name: flavor.name,
    extra_specs: flavor.extraSpecs,
  };
}

function addressesView(cloud: SimCloud, server: Server, isFull: boolean): object {
  const addresses = serverAddresses(cloud, server);
  if (isFull) return addresses;
  const brief = Object.entries(addresses).map(([name, own]) => [
    name,
    own.map(({ version, addr }) => ({ version, addr })),
  ]);
  return Object.fromEntries(brief);
}

function faultView(request: FastifyRequest, { status, fault, faultCode, updatedAt }: Server): object {
  if (status !== 'ERROR' || fault === undefined) return {};
  // What follows the message in Nova is a stack of Python, for administrators.
  const details = isAdmin(callerOf(request)) ? { details: `Traceback (most recent call last):\n${fault}\n` } : {};
  return { fault: { code: faultCode, created: updatedAt, message: fault, ...details } };
}

function fullView({ state }: SimCloud, server: Server): object {
  const ports = server.status === 'BUILD' ? [] : portsOf({ state }, server);
  const groupIds = ports.flatMap(({ security_groups }) => security_groups);
  const groups = groupIds.map((id) => ({ name: state.securityGroups.get(id)?.name ?? id }));
  return {
    'OS-EXT-AZ:availability_zone': server.host === null ? server.zone : 'nova',
    config_drive: server.hasConfigDrive ? 'True' : '',
    key_name: server.keyName,
    'OS-SRV-USG:launched_at': server.launchedAt?.replace('Z', '.000000') ?? null,
    'OS-SRV-USG:terminated_at': null,
    ...(groups.length === 0 ? {} : { security_groups: groups }),
  };
}

function adminView(request: FastifyRequest, server: Server): object {
  const part = 'OS-EXT-SRV-ATTR';
  const own = {
    [`${part}:host`]: server.host,
    [`${part}:instance_name`]: server.host === null ? '' : instanceName(server.number),
    [`${part}:hypervisor_hostname`]: server.host,
  };
  if (!isSince(request, 3)) return own;
  return {
    ...own,
    [`${part}:reservation_id`]: server.reservationId,
    [`${part}:launch_index`]: server.launchIndex,
    [`${part}:hostname`]: server.hostname,
    [`${part}:kernel_id`]: server.imageProperties['kernel_id'] ?? '',
    [`${part}:ramdisk_id`]: server.imageProperties['ramdisk_id'] ?? '',
    [`${part}:root_device_name`]: server.status === 'BUILD' && server.host === null ? null : '/dev/vda',
    [`${part}:user_data`]: server.userData,
  };
}

function statusView(request: FastifyRequest, server: Server): object {
  const volumes = server.volumeIds.map((id) => ({
    id,
    ...(isSince(request, 3) ? { delete_on_termination: server.ownVolumeIds.includes(id) } : {}),
  }));
  return {
    'OS-EXT-STS:task_state': server.taskState,
    'OS-EXT-STS:vm_state': vmStateOf(server),
    'OS-EXT-STS:power_state': powerStateOf(server),
    'os-extended-volumes:volumes_attached': volumes,
  };
}

/** Fields that came with later microversions. */
function laterView(request: FastifyRequest, server: Server): object {
  return {
    ...(isSince(request, 9) ? { locked: server.lockedBy !== undefined } : {}),
    ...(isSince(request, 73) ? { locked_reason: server.lockedReason } : {}),
    ...(isSince(request, 19) ? { description: server.description } : {}),
    ...(isSince(request, 26) ? { tags: server.tags } : {}),
    ...(isSince(request, 63) ? { trusted_image_certificates: null } : {}),
  };
}

function groupsOf({ state }: SimCloud, { id }: Server): string[] {
  return state.serverGroups.where(({ memberIds }) => memberIds.includes(id)).map((group) => group.id);
}
