import { isIPv4 } from 'node:net';
import { cidrContains } from './cidr-contains.ts';
import { groupAnswers } from './group-answers.ts';
import type { ComputeGroup, ComputeNetwork, ComputeNetworks, ComputeServer } from './compute-networks.ts';
import { nameId } from './name-id.ts';

/** Collections of Neutron by their names in answers; each member as Neutron would give it. */
export type NetworkAnswers = Readonly<Record<string, readonly NetworkAnswer[]>>;
export type NetworkAnswer = Readonly<Record<string, unknown>>;

/**
 * Pure: what Neutron would answer for a cloud of which only the Compute API tells. A network has one subnet, of its
 * range; a server has a port for each MAC; a network with an address outside (a pool) has a router, as nova-network
 * leads each of its networks out. A network of no project is everybody's: shared, and owned by our own project. One
 * whose range is not told has a subnet too, so that addresses on it are carried where another stands for it.
 */
export function networksFromCompute(told: ComputeNetworks): NetworkAnswers {
  const { networks, groups, servers, pools } = told;
  // A Nova that only stands before Neutron lists the external networks too, and tells the range of none.
  const inner = networks.filter(({ label, cidr }) => cidr || !pools.includes(label));
  const outer = pools.map((name): ComputeNetwork => ({ id: poolId(name), label: name }));
  const all = [...inner, ...outer];
  const placed = servers.flatMap((server) => portsOf(server, all, groups));
  const used = new Set(placed.map(({ network_id }) => network_id));
  const isProxy = networks.some(({ cidr }) => !cidr);
  const pool = pools[0];
  const routed = pool === undefined ? [] : inner.filter(({ cidr, gateway }) => cidr && gateway);
  return {
    networks: [
      ...inner.map((network) => networkAnswer(network, told)),
      ...outer.map(({ id, label }) => ({ ...common, id, name: label, project_id: told.ownProjectId, ...external })),
    ],
    subnets: [
      ...inner.flatMap((network) => subnetAnswer(network, told)),
      ...all.filter(({ id, cidr }) => !cidr && used.has(id)).map((network) => unknownSubnet(network, told)),
    ],
    ports: [...placed, ...routed.map((network) => interfacePort(network, told))],
    routers: routed.map((network) => routerAnswer(network, told, poolId(pool ?? ''))),
    security_groups: groupAnswers(groups, isProxy),
    floatingips: floatingIps(told, placed, new Set(routed.map(({ id }) => id))),
    security_group_rules: [],
    extensions: [],
    quotas: [],
  };
}

const common = { admin_state_up: true, description: '', tags: [] };
const external = { 'router:external': true, shared: false };

function poolId(name: string): string {
  return nameId('pool', name);
}

function ownerOf({ project_id: owner }: ComputeNetwork, { ownProjectId }: ComputeNetworks): string {
  return owner || ownProjectId;
}

function networkAnswer(network: ComputeNetwork, told: ComputeNetworks): NetworkAnswer {
  const { id, label, project_id: owner, cidr, mtu } = network;
  return {
    ...common,
    id,
    name: label,
    project_id: ownerOf(network, told),
    shared: !owner,
    'router:external': false,
    is_range_unknown: !cidr,
    ...(mtu ? { mtu } : {}),
  };
}

function subnetId({ id }: ComputeNetwork): string {
  return nameId('subnet', id);
}

/** IPv6 of nova-network is left out: guests make such addresses themselves, from a range that is the cloud's own. */
function subnetAnswer(network: ComputeNetwork, told: ComputeNetworks): NetworkAnswer[] {
  const { id, label, cidr, gateway, broadcast, dhcp_start: start, dns1, dns2, enable_dhcp: dhcp } = network;
  if (!cidr || !isIPv4(cidr.split('/')[0] ?? '')) return [];
  const end = broadcast?.replace(/\d+$/, (last) => String(Number(last) - 1));
  return [
    {
      ...common,
      id: subnetId(network),
      name: label,
      project_id: ownerOf(network, told),
      network_id: id,
      ip_version: 4,
      cidr,
      gateway_ip: gateway ?? null,
      dns_nameservers: [dns1, dns2].filter((address) => typeof address === 'string'),
      enable_dhcp: dhcp ?? true,
      allocation_pools: start && end ? [{ start, end }] : [],
    },
  ];
}

/** Of a network whose range is not told; it only says where the addresses of its ports are. */
function unknownSubnet(network: ComputeNetwork, told: ComputeNetworks): NetworkAnswer {
  return {
    ...common,
    id: subnetId(network),
    name: network.label,
    project_id: ownerOf(network, told),
    network_id: network.id,
    ip_version: 4,
    cidr: '',
    is_range_unknown: true,
    gateway_ip: null,
    enable_dhcp: false,
  };
}

/** One for each of its MACs, in the order in which Nova tells them. */
function portsOf(server: ComputeServer, networks: readonly ComputeNetwork[], groups: readonly ComputeGroup[]) {
  const { id, tenant_id: owner, status } = server;
  const own = groups.filter(({ tenant_id: of, name }) => of === owner && isIn(server, name)).map((group) => group.id);
  return Object.entries(server.addresses).flatMap(([label, addresses]) => {
    const fixed = addresses.filter((one) => one['OS-EXT-IPS:type'] !== 'floating');
    const byMac = Map.groupBy(fixed, (one) => one['OS-EXT-IPS-MAC:mac_addr'] ?? '');
    return [...byMac].flatMap(([mac, held]) => {
      const network = networkOf(label, held[0]?.addr ?? '', owner, networks);
      if (network === undefined || mac === '') return [];
      const inRange = held.filter(({ addr }) => (network.cidr ? cidrContains(network.cidr, addr) : isIPv4(addr)));
      return [
        {
          ...common,
          id: nameId('port', id, mac),
          name: '',
          project_id: owner,
          network_id: network.id,
          mac_address: mac,
          fixed_ips: inRange.map(({ addr }) => ({ subnet_id: subnetId(network), ip_address: addr })),
          security_groups: own,
          device_id: id,
          device_owner: 'compute:nova',
          status: status === 'ACTIVE' ? 'ACTIVE' : 'DOWN',
          held: addresses.filter((one) => isFloatingOf(one, mac)).map(({ addr }) => addr),
        },
      ];
    });
  });
}

/** Nova gives a floating address with the MAC of the port that has it; of old, without any. */
function isFloatingOf(address: ComputeServer['addresses'][string][number], mac: string): boolean {
  return address['OS-EXT-IPS:type'] === 'floating' && (address['OS-EXT-IPS-MAC:mac_addr'] ?? mac) === mac;
}

type PortAnswer = ReturnType<typeof portsOf>[number];

function isIn({ security_groups: names }: ComputeServer, group: string): boolean {
  return names.some(({ name }) => name === group);
}

/** Several networks may have one label: the one that has the address, and of those the project's own. */
function networkOf(
  label: string,
  address: string,
  owner: string,
  networks: readonly ComputeNetwork[],
): ComputeNetwork | undefined {
  const named = networks.filter((network) => network.label === label);
  const holding = named.filter(({ cidr }) => !cidr || cidrContains(cidr, address));
  return holding.find(({ project_id: of }) => of === owner) ?? holding[0] ?? named[0];
}

function routerId({ id }: Pick<ComputeNetwork, 'id'>): string {
  return nameId('router', id);
}

function routerAnswer(network: ComputeNetwork, told: ComputeNetworks, pool: string): NetworkAnswer {
  return {
    ...common,
    id: routerId(network),
    name: `${network.label}-router`,
    project_id: ownerOf(network, told),
    external_gateway_info: { network_id: pool, enable_snat: true, external_fixed_ips: [] },
    routes: [],
  };
}

function interfacePort(network: ComputeNetwork, told: ComputeNetworks): NetworkAnswer {
  return {
    ...common,
    id: nameId('interface', network.id),
    name: '',
    project_id: ownerOf(network, told),
    network_id: network.id,
    // Neutron gives the twin's interface a MAC of its own.
    mac_address: '00:00:00:00:00:00',
    fixed_ips: [{ subnet_id: subnetId(network), ip_address: network.gateway }],
    security_groups: [],
    device_id: routerId(network),
    device_owner: 'network:router_interface',
    status: 'ACTIVE',
  };
}

/** Those that servers have, and those of our own project that nobody uses. */
function floatingIps(
  { floatingIps: free, pools, ownProjectId }: ComputeNetworks,
  ports: readonly PortAnswer[],
  routedIds: ReadonlySet<string>,
): NetworkAnswer[] {
  const poolOf = (address: string): string | undefined => free.find(({ ip }) => ip === address)?.pool ?? pools[0];
  const answer = (address: string, port?: PortAnswer): NetworkAnswer[] => {
    const pool = poolOf(address);
    if (pool === undefined) return [];
    return [
      {
        id: nameId('floating', address),
        description: '',
        tags: [],
        project_id: port?.project_id ?? ownProjectId,
        floating_ip_address: address,
        floating_network_id: poolId(pool),
        port_id: port?.id ?? null,
        fixed_ip_address: port?.fixed_ips[0]?.ip_address ?? null,
        router_id: port !== undefined && routedIds.has(port.network_id) ? routerId({ id: port.network_id }) : null,
        status: port === undefined ? 'DOWN' : 'ACTIVE',
      },
    ];
  };
  const used = new Map<string, PortAnswer>();
  for (const port of ports) for (const address of port.held) if (!used.has(address)) used.set(address, port);
  return [
    ...[...used].flatMap(([address, port]) => answer(address, port)),
    ...free.filter(({ ip }) => !used.has(ip)).flatMap(({ ip }) => answer(ip)),
  ];
}
