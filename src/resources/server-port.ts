import { z } from 'zod';
import type { ServerAnswer } from '../openstack/compute.ts';

/** A port of a server, with what must be joined before the server boots. */
export const serverPortSchema = z.object({
  id: z.string(),
  mac: z.string(),
  addresses: z.array(z.string()),
  subnetIds: z.array(z.string()),
  securityGroupIds: z.array(z.string()),
});
export type ServerPort = z.infer<typeof serverPortSchema>;

/** What is read of a port of Neutron's to know servers' devices and subnets' routers. */
export const devicePortSchema = z.looseObject({
  id: z.string(),
  mac_address: z.string(),
  device_id: z.string().nullish(),
  device_owner: z.string().nullish(),
  fixed_ips: z.array(z.looseObject({ subnet_id: z.string(), ip_address: z.string() })),
  security_groups: z.array(z.string()).default([]),
});
export type DevicePort = z.infer<typeof devicePortSchema>;

/** Of single, distributed and highly available routers. */
const routerInterfaces = new Set([
  'network:router_interface',
  'network:router_interface_distributed',
  'network:ha_router_replicated_interface',
]);

/**
 * A server's ports in the order of its devices. Nova keeps that order in `addresses`, network by network, and tells it
 * nowhere else: `os-interface` lists what Neutron gives, in any order. Ports without an address come last.
 */
export function serverPorts(answer: ServerAnswer, ports: readonly DevicePort[]): ServerPort[] {
  const macs = Object.values(answer.addresses).flatMap((addresses) => addresses.map(macOf));
  const place = ({ mac_address: mac }: DevicePort): number => (macs.includes(mac) ? macs.indexOf(mac) : macs.length);
  const own = ports.filter(({ device_id }) => device_id === answer.id);
  return own.toSorted((a, b) => place(a) - place(b)).map((port) => fromPort(port));
}

function fromPort({ id, mac_address, fixed_ips, security_groups }: DevicePort): ServerPort {
  return {
    id,
    mac: mac_address,
    addresses: fixed_ips.map(({ ip_address }) => ip_address),
    subnetIds: [...new Set(fixed_ips.map(({ subnet_id }) => subnet_id))],
    securityGroupIds: security_groups,
  };
}

/** False when one of several networks has more than one port: then Nova does not tell how they alternate. */
export function isOrderKnown({ addresses }: ServerAnswer): boolean {
  const portCounts = Object.values(addresses).map((each) => new Set(each.map(macOf)).size);
  return portCounts.length <= 1 || portCounts.every((count) => count <= 1);
}

function macOf(address: ServerAnswer['addresses'][string][number]): string {
  return address['OS-EXT-IPS-MAC:mac_addr'] ?? '';
}

/** The routers that have an interface in each subnet, by the subnet's id. */
export function routersBySubnet(ports: readonly DevicePort[]): ReadonlyMap<string, readonly string[]> {
  const routers = new Map<string, string[]>();
  for (const { device_id: routerId, device_owner: owner, fixed_ips } of ports) {
    if (typeof routerId !== 'string' || !routerInterfaces.has(owner ?? '')) continue;
    for (const { subnet_id } of fixed_ips) routers.set(subnet_id, [...(routers.get(subnet_id) ?? []), routerId]);
  }
  return routers;
}
