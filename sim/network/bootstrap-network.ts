import type { SimCloud } from '../cloud/sim-cloud.ts';
import { formatAddress } from './address.ts';
import { parseCidr } from './cidr.ts';
import { makeNetwork } from './networks.ts';
import type { Network } from './records.ts';
import { makeSubnet } from './subnets.ts';

/** The network that leads out; the addresses of `externalCidr` but the first 100 and last 55 are for floating IPs. */
export function bootstrapNetwork(cloud: SimCloud): Network {
  const { externalCidr, state } = cloud;
  const adminProjectId = state.projects.find(({ name }) => name === 'admin')?.id ?? '';
  const provider = { 'provider:network_type': 'flat', 'provider:physical_network': 'physnet1' };
  const network = makeNetwork(cloud, { name: 'ext', 'router:external': true, ...provider }, adminProjectId);
  const { first, last } = parseCidr(externalCidr) ?? { first: 0n, last: 0n };
  const at = (value: bigint): string => formatAddress({ version: 4, value });
  const pools = [{ start: at(first + 100n), end: at(last - 55n) }];
  const named = { network_id: network.id, name: 'ext-subnet' };
  const plan = { ip_version: 4 as const, cidr: externalCidr, enable_dhcp: false };
  makeSubnet(cloud, { ...named, ...plan, allocation_pools: pools }, adminProjectId);
  return network;
}
