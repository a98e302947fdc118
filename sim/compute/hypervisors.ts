import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { type ComputeHost, computeHosts, hostUsage } from './compute-hosts.ts';
import { isSince, requireVersions } from './microversion.ts';
import { pageOf } from './page.ts';
import { adminPolicy } from './policy.ts';
import { queryOf, strictBoolean } from './query.ts';

const policy = 'os_compute_api:os-hypervisors';

/** Compute API, "Hypervisors (os-hypervisors)". */
export function hypervisors(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/os-hypervisors', async (request) => {
    adminPolicy(request, `${policy}:list`);
    return list(cloud, request, 'os-hypervisors', briefView);
  });
  app.get('/os-hypervisors/detail', async (request) => {
    adminPolicy(request, `${policy}:list-detail`);
    return list(cloud, request, 'os-hypervisors/detail', detailView);
  });
  app.get('/os-hypervisors/statistics', async (request) => {
    requireVersions(request, 1, 87);
    adminPolicy(request, `${policy}:statistics`);
    const numbers = computeHosts(cloud).map((host) => resourcesOf(cloud, host));
    const names = Object.keys(numbers[0] ?? {});
    const sum = (name: string): number => numbers.reduce((total, one) => total + (one[name] ?? 0), 0);
    const sums = Object.fromEntries(names.map((name) => [name, sum(name)]));
    return { hypervisor_statistics: { count: numbers.length, ...sums } };
  });
  app.get('/os-hypervisors/:id', async (request) => {
    adminPolicy(request, `${policy}:show`);
    const { id } = z.object({ id: z.string() }).parse(request.params);
    if (isSince(request, 53) && !z.guid().safeParse(id).success) throw new ApiFault(400, `Invalid uuid ${id}`);
    const host = computeHosts(cloud).find((one) => String(idOf(cloud, request, one)) === id);
    if (host === undefined) throw new ApiFault(404, `Hypervisor with ID '${id}' could not be found.`);
    return { hypervisor: { ...detailView(cloud, request, host), ...serversOf(cloud, request, host) } };
  });
}

type View = (cloud: SimCloud, request: FastifyRequest, host: ComputeHost) => object;

function list(cloud: SimCloud, request: FastifyRequest, path: string, view: View): object {
  const pattern = isSince(request, 53) ? queryOf(request).get('hypervisor_hostname_pattern') : undefined;
  const items = computeHosts(cloud).filter(({ name }) => name.includes(pattern ?? ''));
  if (pattern !== undefined && items.length === 0) {
    throw new ApiFault(404, `No hypervisor matching '${pattern}' could be found.`);
  }
  const isPaged = isSince(request, 33) && pattern === undefined;
  const page = isPaged ? pageOf(cloud, request, { path, items, idOf: ({ id }) => id }) : { items, links: undefined };
  return {
    hypervisors: page.items.map((host) => ({ ...view(cloud, request, host), ...serversOf(cloud, request, host) })),
    ...(page.links === undefined ? {} : { hypervisors_links: page.links }),
  };
}

function idOf(cloud: SimCloud, request: FastifyRequest, host: ComputeHost): string | number {
  return isSince(request, 53) ? host.id : computeHosts(cloud).indexOf(host) + 1;
}

function briefView(cloud: SimCloud, request: FastifyRequest, host: ComputeHost): object {
  return {
    id: idOf(cloud, request, host),
    hypervisor_hostname: host.name,
    state: 'up',
    status: host.isEnabled ? 'enabled' : 'disabled',
  };
}

const cpu = {
  arch: 'x86_64',
  model: 'kvm64',
  vendor: 'AMD',
  topology: { cells: 1, sockets: 1, cores: 2, threads: 1 },
  features: ['sse', 'sse2'],
};

function detailView(cloud: SimCloud, request: FastifyRequest, host: ComputeHost): object {
  const number = computeHosts(cloud).indexOf(host);
  const serviceId = isSince(request, 53) ? host.serviceId : 5 + number;
  const isOld = !isSince(request, 88);
  return {
    ...briefView(cloud, request, host),
    hypervisor_type: 'QEMU',
    hypervisor_version: 7_002_022,
    host_ip: host.ip,
    service: { id: serviceId, host: host.name, disabled_reason: null },
    ...(isOld
      ? resourcesOf(cloud, host)
      : { uptime: ' 12:00:00 up  3:00,  0 user,  load average: 0.10, 0.20, 0.30\n' }),
    ...(isOld ? { cpu_info: isSince(request, 28) ? cpu : JSON.stringify(cpu) } : {}),
  };
}

function resourcesOf(cloud: SimCloud, host: ComputeHost): Record<string, number> {
  const used = hostUsage(cloud, host.name);
  return {
    vcpus: host.vcpus,
    memory_mb: host.ramMiB,
    local_gb: host.diskGiB,
    vcpus_used: used.vcpus,
    memory_mb_used: used.ramMiB,
    local_gb_used: used.diskGiB,
    free_ram_mb: host.ramMiB - used.ramMiB,
    free_disk_gb: host.diskGiB - used.diskGiB,
    current_workload: 0,
    running_vms: used.servers,
    disk_available_least: host.diskGiB - used.diskGiB,
  };
}

function serversOf({ state }: SimCloud, request: FastifyRequest, host: ComputeHost): object {
  const text = isSince(request, 53) ? queryOf(request).get('with_servers') : undefined;
  if (text === undefined || !strictBoolean(text)) return {};
  const servers = state.servers.where((server) => server.host === host.name);
  if (servers.length === 0 && !isSince(request, 75)) return {};
  return { servers: servers.map(({ id, number }) => ({ name: instanceName(number), uuid: id })) };
}

/** What a hypervisor calls a server. */
export function instanceName(number: number): string {
  return `instance-${number.toString(16).padStart(8, '0')}`;
}
