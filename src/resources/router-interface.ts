import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { sendJson } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { networkCollection, standardFields } from '../openstack/network.ts';

/** One port of a router on a network inside. */
export const routerInterfaceSchema = z.object({
  networkId: z.string(),
  /** More than one only where IPv6 subnets share a port. */
  addresses: z.array(z.object({ subnetId: z.string(), address: z.string() })),
  /** It has just one address, its subnet's gateway: what Neutron makes of a subnet by itself. */
  isGateway: z.boolean(),
});
export type RouterInterface = z.infer<typeof routerInterfaceSchema>;

const interfacePortSchema = z.looseObject({
  ...standardFields,
  network_id: z.string(),
  device_id: z.string(),
  device_owner: z.string().nullish(),
  fixed_ips: z.array(z.looseObject({ subnet_id: z.string(), ip_address: z.string() })),
});
export type InterfacePort = z.infer<typeof interfacePortSchema>;

export const interfacePorts = networkCollection('/ports', 'port', interfacePortSchema);

/** Who owns the ports of a router that are its interfaces, by the sort of router: plain, distributed, HA. */
export const interfaceOwners = [
  'network:router_interface',
  'network:router_interface_distributed',
  'network:ha_router_replicated_interface',
] as const;

const answer = z.looseObject({});

/**
 * Gives the router an interface of exactly these addresses. Ids are the destination's. One that is not simply a
 * subnet's gateway comes from a port made for it, or from the one that an interrupted try has left.
 */
export async function addRouterInterface(
  cloud: Cloud,
  router: { readonly id: string; readonly projectId?: string | undefined },
  wanted: RouterInterface,
): Promise<void> {
  const [first] = wanted.addresses;
  const isPlain = wanted.isGateway && first !== undefined;
  const path = `/routers/${router.id}/add_router_interface`;
  try {
    const body = isPlain ? { subnet_id: first.subnetId } : { port_id: await freePort(cloud, router.projectId, wanted) };
    await sendJson(cloud, { service: 'network', method: 'PUT', path, body }, answer);
  } catch (problem) {
    const isRefused = problem instanceof Problem && (problem.status === 400 || problem.status === 409);
    if (!isRefused || !(await hasInterface(cloud, router.id, wanted))) throw problem;
  }
}

async function freePort(
  cloud: Cloud,
  projectId: string | undefined,
  { networkId, addresses }: RouterInterface,
): Promise<string> {
  const there = await interfacePorts.list(cloud, { network_id: networkId, device_owner: interfaceOwners[0] });
  const left = there.find(({ device_id, fixed_ips }) => device_id === '' && holds(fixed_ips, addresses));
  if (left !== undefined) return left.id;
  const made = await interfacePorts.create(cloud, {
    network_id: networkId,
    fixed_ips: addresses.map(({ subnetId, address }) => ({ subnet_id: subnetId, ip_address: address })),
    // Only a router's port may be told its address on an IPv6 subnet, and gets none beyond.
    device_owner: interfaceOwners[0],
    ...(projectId === undefined ? {} : { project_id: projectId }),
  });
  return made.id;
}

type FixedAddresses = InterfacePort['fixed_ips'];

function holds(held: FixedAddresses, wanted: RouterInterface['addresses']): boolean {
  return wanted.every(({ subnetId, address }) =>
    held.some(({ subnet_id, ip_address }) => subnet_id === subnetId && ip_address === address),
  );
}

async function hasInterface(cloud: Cloud, routerId: string, { addresses }: RouterInterface): Promise<boolean> {
  const held = await interfacePorts.list(cloud, { device_id: routerId });
  return holds(
    held.flatMap(({ fixed_ips }) => fixed_ips),
    addresses,
  );
}

/** Takes all interfaces off the router; ports made for them go with them. */
export async function removeRouterInterfaces(cloud: Cloud, routerId: string): Promise<void> {
  const held = await interfacePorts.list(cloud, { device_id: routerId });
  for (const { id } of held.filter(isInterface)) {
    const path = `/routers/${routerId}/remove_router_interface`;
    try {
      await sendJson(cloud, { service: 'network', method: 'PUT', path, body: { port_id: id } }, answer);
    } catch (problem) {
      const isGone = problem instanceof Problem && problem.status === 404;
      if (!isGone) throw problem;
    }
  }
}

export function isInterface({ device_owner }: InterfacePort): boolean {
  return interfaceOwners.some((owner) => owner === device_owner);
}
