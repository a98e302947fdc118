import type { SimCloud } from '../cloud/sim-cloud.ts';
import { automaticIp, isAutomatic } from './fixed-ips.ts';
import type { Port, Subnet } from './records.ts';
import { refuse } from './refuse.ts';
import { settleDhcp } from './settle-dhcp.ts';
import { touch } from './touch.ts';

/** Ports keep no subnet that is automatic, and Neutron's own for DHCP keep none at all. */
export function removeSubnet(cloud: SimCloud, subnet: Subnet): void {
  const holders = portsIn(cloud, subnet);
  const isKept = ({ device_owner: owner }: Port): boolean =>
    owner === 'network:router_interface' || (!isAutomatic(subnet) && owner !== 'network:dhcp');
  if (holders.some(isKept)) {
    const why = 'One or more ports have an IP allocation from this subnet.';
    const message = `Unable to complete operation on subnet ${subnet.id}: ${why}`;
    throw refuse.conflict('SubnetInUse', message);
  }
  for (const port of holders) {
    port.fixed_ips = port.fixed_ips.filter(({ subnet_id }) => subnet_id !== subnet.id);
    touch(cloud, port);
  }
  cloud.state.subnets.remove(subnet.id);
  settleDhcp(cloud, subnet.network_id);
}

function portsIn({ state }: SimCloud, { id }: Subnet): Port[] {
  return state.ports.where(({ fixed_ips }) => fixed_ips.some(({ subnet_id }) => subnet_id === id));
}

/** The ports that a network has already get their address of a new automatic subnet. */
export function joinAutomatic(cloud: SimCloud, subnet: Subnet): void {
  if (!isAutomatic(subnet)) return;
  const owned = cloud.state.ports.where(({ network_id }) => network_id === subnet.network_id);
  for (const port of owned.filter(({ device_owner }) => !device_owner.startsWith('network:router'))) {
    port.fixed_ips = [...port.fixed_ips, automaticIp(subnet, port.mac_address)];
    touch(cloud, port);
  }
}
