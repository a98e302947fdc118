import type { SimCloud } from '../cloud/sim-cloud.ts';
import { formatAddress } from './address.ts';
import { parseCidr } from './cidr.ts';
import { makeNetwork } from './networks.ts';
import type { Network } from './records.ts';
import { makeSubnet } from './subnets.ts';

/** The network that leads out, with the addresses of `externalCidr` from the 100th to the 200th for floating IPs. */
export function bootstrapNetwork(cloud: SimCloud): Network {
  const { externalCidr, state } = cloud;
  const adminProjectId = state.projects.find(({ name }) => name === 'admin')?.id ?? '';
  const provider = { 'provider:network_type': 'flat', 'provider:physical_network': 'physnet1' };
  const network = makeNetwork(cloud, { name: 'ext', 'router:external': true, ...provider }, adminProjectId);
  const first = parseCidr(externalCidr)?.first ?? 0n;
  const at = (number: bigint): string => formatAddress({ version: 4, value: first + number });
  const pools = [{ start: at(100n), end: at(200n) }];
  const named = { network_id: network.id, name: 'ext-subnet' };
  const plan = { ip_version: 4 as const, cidr: externalCidr, enable_dhcp: false };
  makeSubnet(cloud, { ...named, ...plan, allocation_pools: pools }, adminProjectId);
  return network;
}
