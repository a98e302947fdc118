import { z } from 'zod';
import { isSameJson } from '../base/json.ts';
import { Problem } from '../base/problem.ts';
import { sendJson } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { networkCollection, standardFields } from '../openstack/network.ts';

export const routerInterfaceSchema = z.object({
  networkId: z.string(),
  subnetId: z.string(),
  address: z.string(),
  /** The address is the subnet's gateway: Neutron's own choice for an interface. */
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
 * Gives the router an interface of exactly that address, if it has none. Ids are the destination's. An interface that
 * is not the subnet's gateway comes from a port made for it, or from the one that an interrupted try has left.
 */
export async function addRouterInterface(
  cloud: Cloud,
  router: { readonly id: string; readonly projectId?: string | undefined },
  wanted: RouterInterface,
): Promise<void> {
  const { subnetId, isGateway } = wanted;
  const body = isGateway ? { subnet_id: subnetId } : { port_id: await freePort(cloud, router.projectId, wanted) };
  const path = `/routers/${router.id}/add_router_interface`;
  try {
    await sendJson(cloud, { service: 'network', method: 'PUT', path, body }, answer);
  } catch (problem) {
    const isRefused = problem instanceof Problem && (problem.status === 400 || problem.status === 409);
    if (!isRefused || !(await hasInterface(cloud, router.id, wanted))) throw problem;
  }
}

async function freePort(
  cloud: Cloud,
  projectId: string | undefined,
  { networkId, subnetId, address }: RouterInterface,
): Promise<string> {
  const fixedIps = [{ subnet_id: subnetId, ip_address: address }];
  const query = { network_id: networkId, fixed_ips: `ip_address=${address}` };
  const there = await interfacePorts.list(cloud, query);
  const left = there.find(({ device_id, fixed_ips }) => device_id === '' && isSameJson(fixed_ips, fixedIps));
  if (left !== undefined) return left.id;
  const owner = projectId === undefined ? {} : { project_id: projectId };
  const body = { network_id: networkId, fixed_ips: fixedIps, security_groups: [], ...owner };
  const made = await interfacePorts.create(cloud, body);
  return made.id;
}

async function hasInterface(cloud: Cloud, routerId: string, { subnetId, address }: RouterInterface): Promise<boolean> {
  const held = await interfacePorts.list(cloud, { device_id: routerId });
  return held.some(({ fixed_ips }) =>
    fixed_ips.some(({ subnet_id, ip_address }) => subnet_id === subnetId && ip_address === address),
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
