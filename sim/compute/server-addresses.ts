import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Port } from '../network/records.ts';
import { portsOf } from './ports-of.ts';
import type { Server } from './records.ts';

export interface ShownAddress {
  readonly version: 4 | 6;
  readonly addr: string;
  readonly 'OS-EXT-IPS:type': 'fixed' | 'floating';
  readonly 'OS-EXT-IPS-MAC:mac_addr': string;
}

/**
 * The addresses of a server by the name of their network, in the order of its devices; networks of one name share a
 * list. Fixed addresses come before floating ones.
 */
export function serverAddresses(cloud: SimCloud, server: Server): Record<string, ShownAddress[]> {
  if (server.status === 'BUILD') return {};
  const { state } = cloud;
  const fixed = Map.groupBy(portsOf(cloud, server), (port) => state.networks.get(port.network_id)?.name ?? '');
  return Object.fromEntries(
    [...fixed].map(([name, own]) => [
      name,
      [...own.flatMap(fixedAddresses), ...own.flatMap((port) => floating(cloud, port))],
    ]),
  );
}

function fixedAddresses({ fixed_ips, mac_address }: Port): ShownAddress[] {
  return fixed_ips.map(({ ip_address }) => shown(ip_address, 'fixed', mac_address));
}

function floating({ state }: SimCloud, { id, mac_address }: Port): ShownAddress[] {
  const found = state.floatingIps.where(({ port_id }) => port_id === id);
  return found.map(({ floating_ip_address }) => shown(floating_ip_address, 'floating', mac_address));
}

function shown(addr: string, type: 'fixed' | 'floating', mac: string): ShownAddress {
  const version = addr.includes(':') ? 6 : 4;
  return { version, addr, 'OS-EXT-IPS:type': type, 'OS-EXT-IPS-MAC:mac_addr': mac };
}
