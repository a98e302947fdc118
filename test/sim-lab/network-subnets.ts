import { memberCall, namedRefusal, networkCall } from './network-call.ts';
import type { Step } from './step.ts';

const fields = [
  'cidr',
  'ip_version',
  'allocation_pools',
  'gateway_ip',
  'dns_nameservers',
  'host_routes',
  'enable_dhcp',
  'name',
  'ipv6_ra_mode',
  'ipv6_address_mode',
  'service_types',
  'description',
  'subnetpool_id',
];
const same = fields.map((name) => `subnet.${name}`);

function subnetOf(more: object): object {
  return { subnet: { network_id: '{netId}', ip_version: 4, ...more } };
}

function refused(title: string, more: object): Step {
  return networkCall(title, 'POST subnets', subnetOf(more));
}

function made(title: string, name: string, more: object): Step {
  return networkCall(title, 'POST subnets', subnetOf(more), { keep: { [name]: 'subnet.id' }, same });
}

const shapes: readonly Step[] = [
  made('a subnet', 'subId', { cidr: '10.61.0.0/24' }),
  networkCall('the subnet is there', 'GET subnets/{subId}', undefined, { same }),
  networkCall(
    'pools away from what ports are given',
    'PUT subnets/{subId}',
    { subnet: { allocation_pools: [{ start: '10.61.0.128', end: '10.61.0.254' }] } },
    { same },
  ),
  networkCall('its network has it', 'GET networks/{netId}', undefined, {
    same: ['network.subnets', 'network.availability_zones'],
  }),
  made('without gateway and DHCP', 'bareId', { cidr: '10.61.1.0/26', gateway_ip: null, enable_dhcp: false }),
  made('a gateway at the end', 'endId', { cidr: '10.61.2.0/24', gateway_ip: '10.61.2.254' }),
  {
    ...made('a gateway in the middle', 'midId', { cidr: '10.61.3.0/24', gateway_ip: '10.61.3.10' }),
    except: { 'subnet.allocation_pools': 'several come in any order' },
  },
  made('a gateway outside', 'outId', { cidr: '10.61.4.0/24', gateway_ip: '192.0.2.1' }),
  made('all that there is', 'fullId', {
    name: 'simtest-full',
    description: 'ß',
    cidr: '10.61.5.17/24',
    allocation_pools: [{ start: '10.61.5.10', end: '10.61.5.20' }],
    dns_nameservers: ['192.0.2.3', '192.0.2.2'],
    host_routes: [{ destination: '10.99.0.0/16', nexthop: '10.61.5.9' }],
    service_types: ['compute:nova'],
  }),
  made('no pool is asked for', 'poolessId', { cidr: '10.61.7.0/24', allocation_pools: [] }),
  networkCall('its pool is taken away', 'PUT subnets/{poolessId}', { subnet: { allocation_pools: [] } }, { same }),
  made('of two addresses', 'tinyId', { cidr: '10.61.6.0/31', enable_dhcp: false }),
  made('of one address', 'oneId', { cidr: '10.61.6.8/32', gateway_ip: null, enable_dhcp: false }),
  made('of four addresses', 'fourId', { cidr: '10.61.6.16/30' }),
  made('IPv6', 'sixId', { ip_version: 6, cidr: 'fd61:0:0:0::/64' }),
  made('SLAAC', 'slaacId', { ip_version: 6, cidr: 'FD62::/64', ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac' }),
  made('DHCPv6', 'statefulId', {
    ip_version: 6,
    cidr: 'fd63::/80',
    ipv6_ra_mode: 'dhcpv6-stateful',
    ipv6_address_mode: 'dhcpv6-stateful',
    dns_nameservers: ['fd63::53'],
  }),
];

const refusals: readonly Step[] = [
  refused('that overlaps', { cidr: '10.61.0.128/25' }),
  refused('that is there', { cidr: '10.61.0.0/24' }),
  refused('without range', {}),
  refused('a range that is none', { cidr: 'ten' }),
  refused('a range without length', { cidr: '10.62.0.0' }),
  refused('a range of everything', { cidr: '0.0.0.0/0', enable_dhcp: false }),
  refused('the wrong version', { cidr: 'fd65::/64' }),
  refused('a version that is none', { ip_version: 5, cidr: '10.62.0.0/24' }),
  networkCall('without version', 'POST subnets', { subnet: { network_id: '{netId}', cidr: '10.62.0.0/24' } }),
  networkCall('without network', 'POST subnets', { subnet: { ip_version: 4, cidr: '10.62.0.0/24' } }),
  refused('DHCP in 31', { cidr: '10.62.0.0/31' }),
  refused('DHCP on loopback', { cidr: '127.0.0.0/24' }),
  refused('DHCP on multicast', { cidr: '224.0.0.0/24' }),
  refused('a gateway of the other version', { cidr: '10.62.0.0/24', gateway_ip: 'fd65::1' }),
  refused('a gateway that is the network', { cidr: '10.62.0.0/24', gateway_ip: '10.62.0.0' }),
  refused('a gateway that is none', { cidr: '10.62.0.0/24', gateway_ip: 'gate' }),
  refused('a gateway in a pool', {
    cidr: '10.62.0.0/24',
    allocation_pools: [{ start: '10.62.0.1', end: '10.62.0.9' }],
  }),
  refused('a pool outside', { cidr: '10.62.0.0/24', allocation_pools: [{ start: '10.62.0.10', end: '10.62.1.9' }] }),
  refused('a pool with the broadcast', {
    cidr: '10.62.0.0/24',
    allocation_pools: [{ start: '10.62.0.10', end: '10.62.0.255' }],
  }),
  refused('a pool the wrong way round', {
    cidr: '10.62.0.0/24',
    allocation_pools: [{ start: '10.62.0.9', end: '10.62.0.3' }],
  }),
  refused('pools that overlap', {
    cidr: '10.62.0.0/24',
    allocation_pools: [
      { start: '10.62.0.10', end: '10.62.0.20' },
      { start: '10.62.0.15', end: '10.62.0.30' },
    ],
  }),
  namedRefusal(refused('a pool without end', { cidr: '10.62.0.0/24', allocation_pools: [{ start: '10.62.0.10' }] })),
  refused('six nameservers', {
    cidr: '10.62.0.0/24',
    dns_nameservers: ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4', '192.0.2.5', '192.0.2.6'],
  }),
  refused('a nameserver of the other version', { cidr: '10.62.0.0/24', dns_nameservers: ['fd65::53'] }),
  refused('a nameserver that is none', { cidr: '10.62.0.0/24', dns_nameservers: ['dns'] }),
  refused('a route twice', {
    cidr: '10.62.0.0/24',
    host_routes: [
      { destination: '10.9.0.0/16', nexthop: '10.62.0.2' },
      { destination: '10.9.0.0/16', nexthop: '10.62.0.2' },
    ],
  }),
  namedRefusal(
    refused('a route without next hop', { cidr: '10.62.0.0/24', host_routes: [{ destination: '10.9.0.0/16' }] }),
  ),
  refused('SLAAC in IPv4', { cidr: '10.62.0.0/24', ipv6_ra_mode: 'slaac' }),
  refused('SLAAC in 80', { ip_version: 6, cidr: 'fd66::/80', ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac' }),
  refused('two modes', {
    ip_version: 6,
    cidr: 'fd66::/64',
    ipv6_ra_mode: 'slaac',
    ipv6_address_mode: 'dhcpv6-stateful',
  }),
  refused('SLAAC without DHCP', { ip_version: 6, cidr: 'fd66::/64', ipv6_ra_mode: 'slaac', enable_dhcp: false }),
  refused('a mode that is none', { ip_version: 6, cidr: 'fd66::/64', ipv6_ra_mode: 'magic' }),
  refused('a pool that is none', { subnetpool_id: '00000000-0000-4000-8000-000000000000' }),
  refused('the default pool', { use_default_subnetpool: true }),
  networkCall('on a network that is none', 'POST subnets', {
    subnet: { network_id: '00000000-0000-4000-8000-000000000000', ip_version: 4, cidr: '10.62.0.0/24' },
  }),
  networkCall('on a network with a bad id', 'POST subnets', {
    subnet: { network_id: 'x', ip_version: 4, cidr: '10.62.0.0/24' },
  }),
];

const changes: readonly Step[] = [
  networkCall(
    'change the subnet',
    'PUT subnets/{fullId}',
    { subnet: { name: '', description: '', dns_nameservers: [], host_routes: [] } },
    { same },
  ),
  networkCall(
    'other pools',
    'PUT subnets/{fullId}',
    { subnet: { allocation_pools: [{ start: '10.61.5.50', end: '10.61.5.60' }] } },
    { same },
  ),
  networkCall('no service types', 'PUT subnets/{fullId}', { subnet: { service_types: [] } }, { same }),
  networkCall('another gateway', 'PUT subnets/{fullId}', { subnet: { gateway_ip: '10.61.5.2' } }, { same }),
  networkCall('no gateway', 'PUT subnets/{fullId}', { subnet: { gateway_ip: null } }, { same }),
  networkCall('a gateway in a pool by change', 'PUT subnets/{fullId}', { subnet: { gateway_ip: '10.61.5.55' } }),
  networkCall('a pool outside by change', 'PUT subnets/{fullId}', {
    subnet: { allocation_pools: [{ start: '10.1.0.1', end: '10.1.0.2' }] },
  }),
  networkCall('another range', 'PUT subnets/{fullId}', { subnet: { cidr: '10.63.0.0/24' } }),
  networkCall(
    'two pools',
    'PUT subnets/{fullId}',
    {
      subnet: {
        allocation_pools: [
          { start: '10.61.5.10', end: '10.61.5.20' },
          { start: '10.61.5.30', end: '10.61.5.30' },
        ],
      },
    },
    { same: ['subnet.gateway_ip'] },
  ),
  networkCall('another network', 'PUT subnets/{fullId}', { subnet: { network_id: '{mineId}' } }),
  networkCall('SLAAC without DHCP by change', 'PUT subnets/{slaacId}', { subnet: { enable_dhcp: false } }),
  networkCall('another mode', 'PUT subnets/{slaacId}', { subnet: { ipv6_ra_mode: 'slaac' } }),
  networkCall('tags', 'PUT subnets/{fullId}/tags', { tags: ['x'] }, { same: ['tags'] }),
  networkCall(
    'by version',
    'GET subnets?network_id={netId}&ip_version=6&fields=cidr&sort_key=cidr&sort_dir=asc',
    undefined,
    { same: ['subnets'] },
  ),
  networkCall('by range', 'GET subnets?network_id={netId}&cidr=10.61.0.0/24&fields=gateway_ip', undefined, {
    same: ['subnets'],
  }),
  networkCall(
    'by DHCP',
    'GET subnets?network_id={netId}&enable_dhcp=False&fields=cidr&sort_key=cidr&sort_dir=asc',
    undefined,
    { same: ['subnets'] },
  ),
  networkCall(
    'by sharing',
    'GET subnets?network_id={netId}&shared=False&fields=cidr&sort_key=cidr&sort_dir=asc',
    undefined,
    { same: ['subnets'] },
  ),
  networkCall(
    'by three ids',
    'GET subnets?id={subId}&id={bareId}&id={midId}&fields=cidr&sort_key=cidr&sort_dir=asc',
    undefined,
    { same: ['subnets'] },
  ),
  networkCall('one that is none', 'GET subnets/00000000-0000-4000-8000-000000000000'),
  networkCall('how much is free', 'GET network-ip-availabilities/{netId}'),
];

const dhcp: readonly Step[] = [
  networkCall(
    'a network for DHCP',
    'POST networks',
    { network: { name: 'simtest-dhcp' } },
    { keep: { dhcpNetId: 'network.id' } },
  ),
  networkCall(
    'a subnet for DHCP',
    'POST subnets',
    { subnet: { network_id: '{dhcpNetId}', ip_version: 4, cidr: '10.64.0.0/24' } },
    { keep: { dhcpSubId: 'subnet.id' }, same },
  ),
  networkCall('its agent comes', 'GET ports?network_id={dhcpNetId}', undefined, {
    until: { field: 'ports.0.status', is: ['ACTIVE'] },
    keep: { dhcpPortId: 'ports.0.id' },
    same: [
      'ports.*.device_owner',
      'ports.*.fixed_ips',
      'ports.*.security_groups',
      'ports.*.port_security_enabled',
      'ports.*.name',
    ],
  }),
  networkCall(
    'a further subnet',
    'POST subnets',
    { subnet: { network_id: '{dhcpNetId}', ip_version: 4, cidr: '10.64.1.0/24' } },
    { keep: { dhcpSub2Id: 'subnet.id' } },
  ),
  networkCall('its agent joins', 'GET ports?network_id={dhcpNetId}&fixed_ips=subnet_id={dhcpSub2Id}', undefined, {
    until: { field: 'ports.0.status', is: ['ACTIVE'] },
    same: ['ports.*.device_owner'],
  }),
  networkCall('DHCP off', 'PUT subnets/{dhcpSub2Id}', { subnet: { enable_dhcp: false } }, { same }),
  networkCall('DHCP off in both', 'PUT subnets/{dhcpSubId}', { subnet: { enable_dhcp: false } }, { same }),
  networkCall('its agent goes', 'GET ports/{dhcpPortId}', undefined, {
    until: { field: 'port.status', is: ['gone'] },
    except: { $states: 'the agent of the lab wires it again at times, for one subnet and then for the other' },
  }),
  networkCall('DHCP on', 'PUT subnets/{dhcpSubId}', { subnet: { enable_dhcp: true } }, { same }),
  networkCall('its agent comes again', 'GET ports?network_id={dhcpNetId}', undefined, {
    until: { field: 'ports.0.status', is: ['ACTIVE'] },
  }),
  networkCall('a network with no more than DHCP goes', 'DELETE networks/{dhcpNetId}'),
  networkCall('and its subnets', 'GET subnets/{dhcpSubId}'),
];

const membered: readonly Step[] = [
  memberCall(
    'a subnet',
    'POST subnets',
    {
      subnet: {
        network_id: '{mineId}',
        ip_version: 4,
        cidr: '10.65.0.0/24',
        // Addresses that are asked for lie outside, so that Neutron gives none of them to another port.
        allocation_pools: [{ start: '10.65.0.2', end: '10.65.0.199' }],
      },
    },
    { keep: { mineSubId: 'subnet.id' }, same },
  ),
  memberCall('a subnet of another', 'POST subnets', subnetOf({ cidr: '10.66.0.0/24' })),
  memberCall(
    'an external subnet',
    'POST subnets',
    { subnet: { network_id: '{externalNetworkId}', ip_version: 4, cidr: '10.66.0.0/24' } },
    {
      same: ['NeutronError.type'],
    },
  ),
  memberCall('lists subnets', 'GET subnets?fields=cidr', undefined, { same: ['subnets'] }),
  memberCall('looks for another subnet', 'GET subnets/{subId}'),
  memberCall('removes another subnet', 'DELETE subnets/{subId}'),
  memberCall('changes its subnet', 'PUT subnets/{mineSubId}', { subnet: { name: 'simtest-sub' } }, { same }),
];

const gone: readonly Step[] = [
  ...['bareId', 'endId', 'midId', 'outId', 'fullId', 'tinyId', 'oneId', 'fourId', 'statefulId', 'sixId'].map((name) =>
    networkCall(`remove the subnet ${name}`, `DELETE subnets/{${name}}`),
  ),
  networkCall('remove a subnet again', 'DELETE subnets/{bareId}'),
];

/** Leaves `subId` and `slaacId` in `netId`, and `mineSubId` in `mineId`. */
export const networkSubnets: readonly Step[] = [...shapes, ...refusals, ...changes, ...dhcp, ...membered, ...gone];
