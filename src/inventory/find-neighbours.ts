import { z } from 'zod';
import { limits } from '../base/limits.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { list } from '../openstack/collection.ts';
import { getServer } from '../openstack/compute.ts';
import type { Inventory } from './inventory.ts';
import type { Chosen } from './select.ts';

/** A port on a network that moves, of a project that was not chosen. */
export interface Neighbour {
  readonly portId: string;
  /** Its name or its first address. */
  readonly name: string;
  readonly networkId: string;
  readonly projectName: string;
  /** The server that has it; undefined for a port that nobody uses. */
  readonly serverId?: string;
  readonly serverName?: string;
}

const portSchema = z.looseObject({
  id: z.string(),
  name: z.string().default(''),
  network_id: z.string(),
  project_id: z.string().nullish(),
  tenant_id: z.string().nullish(),
  device_owner: z.string().nullish(),
  device_id: z.string().nullish(),
  fixed_ips: z.array(z.looseObject({ ip_address: z.string() })).default([]),
});
type PortAnswer = z.infer<typeof portSchema>;

const networkSchema = z.looseObject({ isExternal: z.boolean() });

/** A query names so many networks, since an address has its length. */
const networksAtOnce = 50;

/**
 * Ports of other projects on the networks that were chosen, such as a shared one: an inventory that was narrowed to
 * some projects does not have them. The names of some of their servers are asked for.
 */
export async function findNeighbours(
  cloud: Cloud,
  { resources }: Pick<Inventory, 'resources'>,
  chosen: readonly Chosen[],
): Promise<Neighbour[]> {
  const networkIds = chosen
    .filter(({ kind, resource }) => kind === 'network' && !networkSchema.parse(resource).isExternal)
    .map(({ resource }) => resource.id);
  const own = new Set(resources.port.map(({ id }) => id));
  const others = (await portsOn(cloud, networkIds)).filter((port) => !own.has(port.id) && isUsersOwn(port));
  const projects = new Map(resources.project.map(({ id, name }) => [id, name]));
  const names = await serverNames(cloud, others);
  return others.map((port): Neighbour => {
    const { id, name, network_id: networkId, fixed_ips, device_id: serverId } = port;
    const projectId = port.project_id ?? port.tenant_id ?? '';
    return {
      portId: id,
      name: name || (fixed_ips[0]?.ip_address ?? id),
      networkId,
      projectName: projects.get(projectId) ?? projectId,
      ...(serverId ? { serverId, serverName: names.get(serverId) ?? serverId } : {}),
    };
  });
}

async function portsOn(cloud: Cloud, networkIds: readonly string[]): Promise<PortAnswer[]> {
  const parts = Array.from({ length: Math.ceil(networkIds.length / networksAtOnce) }, (_none, index) =>
    networkIds.slice(index * networksAtOnce, (index + 1) * networksAtOnce),
  );
  const ports = { service: 'network', path: '/ports', key: 'ports', item: portSchema } as const;
  const lists = await Promise.all(parts.map((ids) => list(cloud, { ...ports, query: { network_id: ids } })));
  return lists.flat();
}

/** Ports of routers, DHCP and the like are the cloud's own. */
function isUsersOwn({ device_owner: owner }: PortAnswer): boolean {
  return !owner || owner.startsWith('compute:');
}

/** Of the first ones on each network: as many as are told. */
async function serverNames(cloud: Cloud, ports: readonly PortAnswer[]): Promise<ReadonlyMap<string, string>> {
  const byNetwork = Map.groupBy(ports, ({ network_id: id }) => id);
  const told = [...byNetwork.values()].flatMap((all) =>
    [...new Set(all.flatMap(({ device_id: id }) => id || []))].toSorted().slice(0, limits.neighboursTold),
  );
  const asked = [...new Set(told)].slice(0, limits.askedOneByOne);
  const found = await Promise.all(asked.map(async (id) => [id, (await getServer(cloud, id))?.name] as const));
  return new Map(found.flatMap(([id, name]) => (name === undefined ? [] : [[id, name] as const])));
}
