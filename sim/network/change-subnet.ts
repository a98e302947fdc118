import type { SimCloud } from '../cloud/sim-cloud.ts';
import { parseCidr } from './cidr.ts';
import { shuffled, sortedLists } from './sorted-lists.ts';
import type { HostRoute, Subnet } from './records.ts';
import { refuse } from './refuse.ts';
import { settleDhcp } from './settle-dhcp.ts';
import { refuseLists, refuseSubnet } from './subnet-checks.ts';
import { canonicalPools, type Pool, refuseGateway, refusePools } from './subnet-plan.ts';
import { touch } from './touch.ts';

export interface SubnetChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly allocation_pools?: readonly Pool[] | undefined;
  readonly gateway_ip?: string | null | undefined;
  readonly dns_nameservers?: readonly string[] | undefined;
  readonly host_routes?: readonly HostRoute[] | undefined;
  readonly enable_dhcp?: boolean | undefined;
  readonly service_types?: readonly string[] | undefined;
}

/** Refusals are those of `PUT /v2.0/subnets/{id}`. */
export function changeSubnet(cloud: SimCloud, subnet: Subnet, given: SubnetChange): void {
  const { ip_version, ipv6_ra_mode, ipv6_address_mode } = subnet;
  const range = parseCidr(subnet.cidr);
  if (range === undefined) return;
  refuseLists({ ip_version, ...given });
  if (given.enable_dhcp === true && !subnet.enable_dhcp) refuseSubnet({ ip_version, enable_dhcp: true }, range);
  if (given.enable_dhcp === false && (ipv6_ra_mode !== null || ipv6_address_mode !== null)) {
    throw refuse.input('Cannot disable enable_dhcp with ipv6 attributes set');
  }
  const gateway = given.gateway_ip === undefined ? subnet.gateway_ip : given.gateway_ip;
  const isMoved = gateway !== subnet.gateway_ip;
  if (isMoved) {
    refuseGateway(range, gateway);
    if (gateway !== null) refuseUsedGateway(cloud, subnet);
  }
  const pools = given.allocation_pools === undefined ? undefined : canonicalPools(given.allocation_pools);
  if (pools !== undefined || isMoved) refusePools({ range, gateway, pools: pools ?? subnet.allocation_pools });
  const { allocation_pools: _pools, ...plain } = given;
  Object.assign(subnet, Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)));
  if (pools !== undefined) subnet.allocation_pools = shuffled(cloud, pools);
  if (given.host_routes !== undefined) subnet.host_routes = sortedLists.routes(given.host_routes);
  touch(cloud, subnet);
  settleDhcp(cloud, subnet.network_id);
}

/** A router that stands at the old address keeps it. */
function refuseUsedGateway({ state }: SimCloud, { id, gateway_ip: current }: Subnet): void {
  const port = state.ports.find(
    ({ device_owner, fixed_ips }) =>
      device_owner === 'network:router_interface' &&
      fixed_ips.some(({ subnet_id, ip_address }) => subnet_id === id && ip_address === current),
  );
  if (port === undefined || current === null) return;
  const message = `Current gateway ip ${current} already in use by port ${port.id}. Unable to update.`;
  throw refuse.conflict('GatewayIpInUse', message);
}
