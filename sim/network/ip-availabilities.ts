import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { parseAddress } from './address.ts';
import type { Shown } from './collection.ts';
import { chooseBy, readQuery } from './list-query.ts';
import type { Network, Subnet } from './records.ts';
import { refuse } from './refuse.ts';

const chosenBy = ['network_id', 'network_name', 'tenant_id', 'project_id', 'ip_version'];
const paramsSchema = z.object({ id: z.string() });

/** How many addresses each network has, and how many are used; for administrators. */
export function ipAvailabilitiesRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const all = (request: FastifyRequest): Shown[] =>
    isAdmin(callerOf(request)) ? cloud.state.networks.list().map((network) => viewNetwork(cloud, network)) : [];
  app.get('/v2.0/network-ip-availabilities', async (request) => ({
    network_ip_availabilities: chooseBy(readQuery(request.query), chosenBy, all(request), (shown) => shown),
  }));
  app.get('/v2.0/network-ip-availabilities/:id', async (request) => {
    const { id } = paramsSchema.parse(request.params);
    const found = all(request).find(({ network_id }) => network_id === id);
    if (found === undefined) throw refuse.missing('NetworkNotFound', `Network ${id} could not be found.`);
    return { network_ip_availability: found };
  });
}

function viewNetwork(cloud: SimCloud, { id, name, project_id }: Network): Shown {
  const subnets = cloud.state.subnets
    .where(({ network_id }) => network_id === id)
    .map((subnet) => viewSubnet(cloud, subnet));
  const sum = (of: (shown: (typeof subnets)[number]) => number): number =>
    subnets.reduce((total, one) => total + of(one), 0);
  return {
    network_id: id,
    network_name: name,
    tenant_id: project_id,
    project_id,
    subnet_ip_availability: subnets,
    used_ips: sum(({ used_ips }) => used_ips),
    total_ips: sum(({ total_ips }) => total_ips),
  };
}

function viewSubnet({ state }: SimCloud, subnet: Subnet) {
  const { id, ip_version, cidr, name } = subnet;
  const used = state.ports.list().flatMap(({ fixed_ips }) => fixed_ips.filter(({ subnet_id }) => subnet_id === id));
  const sizes = subnet.allocation_pools.map(({ start, end }) => {
    return (parseAddress(end)?.value ?? 0n) - (parseAddress(start)?.value ?? 0n) + 1n;
  });
  const total = sizes.reduce((sum, size) => sum + size, 0n);
  return { subnet_id: id, ip_version, cidr, subnet_name: name, used_ips: used.length, total_ips: Number(total) };
}
