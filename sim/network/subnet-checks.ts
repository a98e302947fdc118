import { parseAddress } from './address.ts';
import { type Cidr, formatCidr } from './cidr.ts';
import { refuse } from './refuse.ts';

/** What of a subnet has to fit together. */
export interface SubnetChecks {
  readonly ip_version: number;
  readonly enable_dhcp?: boolean | undefined;
  readonly dns_nameservers?: readonly string[] | undefined;
  readonly host_routes?: readonly { readonly destination: string; readonly nexthop: string }[] | undefined;
  readonly ipv6_ra_mode?: string | null | undefined;
  readonly ipv6_address_mode?: string | null | undefined;
}

const mostNameservers = 5;
const mostRoutes = 20;

/** 400 as Neutron's `_validate_subnet` has it. */
export function refuseSubnet(wanted: SubnetChecks, range: Cidr): void {
  const { ip_version: version, enable_dhcp: hasDhcp = true } = wanted;
  if (range.version !== version) {
    throw refuse.input(`cidr '${formatCidr(range)}' does not match the ip_version '${version}'`);
  }
  if (range.prefixLength === 0) throw refuse.input('0 is not allowed as CIDR prefix length');
  if (hasDhcp) refuseDhcp(range);
  refuseLists(wanted);
  refuseModes(wanted, range, hasDhcp);
}

function refuseDhcp({ version, prefixLength, first }: Cidr): void {
  const most = version === 4 ? 30 : 126;
  if (prefixLength > most) {
    throw refuse.input('Subnet has a prefix length that is incompatible with DHCP service enabled');
  }
  const head = version === 4 ? first >> 24n : first >> 120n;
  const isMulticast = version === 4 ? head >= 224n && head <= 239n : head === 0xffn;
  if (isMulticast) throw refuse.input('Multicast IP subnet is not supported if enable_dhcp is True');
  if (version === 4 && head === 127n) {
    throw refuse.input('Loopback IP subnet is not supported if enable_dhcp is True');
  }
}

/** Also at every change. */
export function refuseLists({
  ip_version: version,
  dns_nameservers: servers = [],
  host_routes: routes = [],
}: SubnetChecks): void {
  if (servers.length > mostNameservers) {
    throw tooMany('DNSNameServersExhausted', 'DNS nameservers', mostNameservers);
  }
  const strange = servers.find((server) => parseAddress(server)?.version !== version);
  if (strange !== undefined) {
    throw refuse.input(`dns_nameserver '${strange}' does not match the ip_version '${version}'`);
  }
  if (routes.length > mostRoutes) {
    throw tooMany('HostRoutesExhausted', 'host routes', mostRoutes);
  }
  const route = routes.find(({ nexthop }) => parseAddress(nexthop)?.version !== version);
  if (route !== undefined) throw refuse.input(`nexthop '${route.nexthop}' does not match the ip_version '${version}'`);
}

function tooMany(type: string, what: string, most: number): Error {
  const message = `Unable to complete operation for new subnet. The number of ${what} exceeds the limit ${most}.`;
  return refuse.invalid(type, message);
}

function refuseModes(wanted: SubnetChecks, range: Cidr, hasDhcp: boolean): void {
  const { ip_version: version, ipv6_ra_mode: ra, ipv6_address_mode: mode } = wanted;
  const [hasRa, hasMode] = [typeof ra === 'string', typeof mode === 'string'];
  if (!hasRa && !hasMode) return;
  if (version === 4) {
    throw refuse.input(`${hasRa ? 'ipv6_ra_mode' : 'ipv6_address_mode'} is not valid when ip_version is 4`);
  }
  if (!hasDhcp) {
    throw refuse.input('ipv6_ra_mode or ipv6_address_mode cannot be set when enable_dhcp is set to False');
  }
  if (hasRa && hasMode && ra !== mode) {
    const what = `ipv6_ra_mode set to '${ra}' with ipv6_address_mode set to '${mode}' is not valid`;
    throw refuse.input(`${what}. If both attributes are set, they must be the same value`);
  }
  if (mode !== undefined && mode !== 'dhcpv6-stateful' && range.prefixLength !== 64) {
    const why = 'OpenStack uses the EUI-64 address format, which requires the prefix to be /64';
    throw refuse.input(`Invalid CIDR ${formatCidr(range)} for IPv6 address mode. ${why}`);
  }
}
