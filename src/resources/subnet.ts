import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import { externalNetworkIds, ownerOf, type SubnetAnswer, subnets } from '../openstack/network.ts';
import { completeTwin, describedPairs, findMarked, isWholeAfterCreate, unmarkTwin } from './described.ts';
import { differences, unordered } from './difference.ts';
import { extensionBody, extensionFindings, extensionPair } from './extension.ts';
import type { ResourceKind } from './kind.ts';
import { isMarkedDescription, markDescription, unmarkDescription } from './mark.ts';
import { sorted } from './sorted.ts';

const subnetSchema = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string().optional(),
  description: z.string(),
  networkId: z.string(),
  /** Its network leads out of the cloud. */
  isExternal: z.boolean(),
  ipVersion: z.union([z.literal(4), z.literal(6)]),
  /** Empty when it is unknown. */
  cidr: z.string(),
  /** The source’s API does not tell it. */
  isRangeUnknown: z.literal(true).optional(),
  pools: z.array(z.object({ start: z.string(), end: z.string() })),
  /** null: the subnet has none, which is not the same as Neutron's choice. */
  gatewayIp: z.string().nullable(),
  /** Guests ask them in this order. */
  dnsServers: z.array(z.string()),
  hostRoutes: z.array(z.object({ destination: z.string(), nexthop: z.string() })),
  hasDhcp: z.boolean(),
  raMode: z.string().nullable(),
  addressMode: z.string().nullable(),
  serviceTypes: z.array(z.string()).optional(),
  publishesDns: z.boolean().optional(),
  isFromPool: z.boolean(),
  hasSegment: z.boolean(),
  tags: z.array(z.string()),
});
export type Subnet = z.infer<typeof subnetSchema>;

type SubnetDraft = Readonly<Record<string, unknown>>;

/**
 * A subnet. DHCP is switched on by `connect`, once the ports on it are there: a DHCP port of the destination takes any
 * free address, which may be the one of a server still to come.
 */
export const subnet: ResourceKind<Subnet, SubnetDraft> = {
  name: 'subnet',
  service: 'network',
  category: 'supplementary',
  strategies: ['project', 'used'],
  schema: subnetSchema,
  carried: [
    'name',
    'project',
    'description',
    'network',
    'CIDR',
    'allocation pools',
    'gateway',
    'DNS servers',
    'host routes',
    'DHCP',
    'IPv6 modes',
    'service types',
    'tags',
  ],
  adopts: 'The one of the same range on the twin of its network.',
  reports: {
    'network-extension-missing': 'The destination’s Neutron lacks an extension that it uses.',
    'subnet-pool': 'It comes out of a subnet pool.',
    'subnet-segment': 'It belongs to a segment of a routed network.',
  },
  remarks: [
    'Those of external networks have to be there.',
    'DHCP is switched on last, so that its ports take no address of a server.',
  ],

  async discover(cloud) {
    const [answers, external] = await Promise.all([subnets.list(cloud), externalNetworkIds(cloud)]);
    return answers.map((answer) => fromAnswer(answer, external));
  },

  needs({ isExternal, networkId, projectId }) {
    if (isExternal) return [];
    return [{ kind: 'network', id: networkId }, ...(projectId === undefined ? [] : [projectRef(projectId)])];
  },

  assess: (resource, { destination }) => [
    ...extensionFindings('subnet', resource, destination, [
      {
        extension: 'subnet-service-types',
        attribute: 'service types',
        isUsed: (resource.serviceTypes ?? []).length > 0,
      },
    ]),
    ...findingsOf(resource),
  ],

  mustExist({ id, isExternal, isRangeUnknown, cidr }) {
    if (isRangeUnknown === true)
      return `Its range is not told: say which one stands for it, --map subnet:${id}=<destination>.`;
    if (!isExternal) return undefined;
    return `A subnet of an external network is tied to hardware: make ${cidr} there, if servers have ports on it.`;
  },

  translate(resource, lookup) {
    const { id, name, projectId, description, networkId, ipVersion, cidr, pools, gatewayIp } = resource;
    const { serviceTypes, publishesDns, raMode, addressMode } = resource;
    return {
      name,
      description: markDescription(unmarkDescription(description), id),
      ...(projectId === undefined ? {} : { project_id: lookup.id('project', projectId) }),
      network_id: lookup.id('network', networkId),
      ip_version: ipVersion,
      cidr,
      allocation_pools: pools,
      gateway_ip: gatewayIp,
      dns_nameservers: resource.dnsServers,
      host_routes: resource.hostRoutes,
      enable_dhcp: resource.hasDhcp && !hasLateDhcp(resource),
      ...(raMode === null ? {} : { ipv6_ra_mode: raMode }),
      ...(addressMode === null ? {} : { ipv6_address_mode: addressMode }),
      ...extensionBody(lookup.destination, 'subnet-service-types', { service_types: serviceTypes }),
      ...extensionBody(lookup.destination, 'subnet-dns-publish-fixed-ip', { dns_publish_fixed_ip: publishesDns }),
    };
  },

  // Ranges of one network never overlap, so that on the twin of its network the same range is the same subnet.
  match(resource, draft, candidates) {
    const { cidr, isExternal, isRangeUnknown } = resource;
    if (isRangeUnknown === true) {
      const there = candidates.filter((one) => one.networkId === draft.network_id && one.ipVersion === 4);
      return there.length === 1 ? there[0] : undefined;
    }
    const marked = findMarked(resource, draft.project_id, candidates);
    if (marked !== undefined) return marked;
    const alike = candidates.filter((one) => one.cidr === cidr && one.isExternal === isExternal);
    if (!isExternal) return alike.find(({ networkId }) => networkId === draft.network_id);
    return alike.length === 1 ? alike[0] : undefined;
  },

  isMarked: ({ id }, twin) => isMarkedDescription(twin.description, id),

  async candidates(destination, { cidr, isRangeUnknown }, draft) {
    const query = isRangeUnknown === true ? { network_id: String(draft.network_id) } : { cidr };
    const [answers, external] = await Promise.all([subnets.list(destination, query), externalNetworkIds(destination)]);
    return answers.map((answer) => fromAnswer(answer, external));
  },

  async create({ destination }, { isExternal }, draft) {
    const answer = await subnets.create(destination, draft);
    return fromAnswer(answer, new Set(isExternal ? [answer.network_id] : []));
  },

  isConnected: (resource) => isWholeAfterCreate(resource) && !hasLateDhcp(resource) && resource.pools.length > 0,

  connect({ destination }, resource, twin) {
    const dhcp = hasLateDhcp(resource) && !twin.hasDhcp ? { enable_dhcp: true } : {};
    // Neutron makes a pool of the whole range for a subnet that is created without any.
    const pools = resource.pools.length === 0 && twin.pools.length > 0 ? { allocation_pools: [] } : {};
    return completeTwin(destination, subnets, resource, twin, { ...dhcp, ...pools });
  },

  async read(cloud, id) {
    const [answer, external] = await Promise.all([subnets.read(cloud, id), externalNetworkIds(cloud)]);
    return answer === undefined ? undefined : fromAnswer(answer, external);
  },

  /** Guests ask DNS servers in their order. */
  steady: (resource) => ({ ...resource, dnsServers: Object.fromEntries(resource.dnsServers.entries()) }),

  compare(resource, twin, lookup) {
    if (resource.isRangeUnknown === true) return [];
    if (resource.isExternal) return differences({ CIDR: [resource.cidr, twin.cidr] });
    return differences({
      ...describedPairs(resource, twin, lookup.find),
      network: [lookup.find('network', resource.networkId) ?? null, twin.networkId],
      CIDR: [resource.cidr, twin.cidr],
      'allocation pools': [unordered(resource.pools), unordered(twin.pools)],
      gateway: [resource.gatewayIp, twin.gatewayIp],
      'DNS servers': [resource.dnsServers, twin.dnsServers],
      'host routes': [unordered(resource.hostRoutes), unordered(twin.hostRoutes)],
      DHCP: [resource.hasDhcp, twin.hasDhcp],
      'router advertisement mode': [resource.raMode, twin.raMode],
      'address mode': [resource.addressMode, twin.addressMode],
      'service types': extensionPair(resource.serviceTypes?.toSorted(), twin.serviceTypes?.toSorted(), []),
      'published in DNS': extensionPair(resource.publishesDns, twin.publishesDns, false),
    });
  },

  undo: (destination, id) => subnets.remove(destination, id),

  unmark: (destination, _resource, twin) => unmarkTwin(destination, subnets, twin),
};

/** Neutron takes the IPv6 modes only together with DHCP, and only when the subnet is created. */
function hasLateDhcp({ hasDhcp, raMode, addressMode }: Subnet): boolean {
  return hasDhcp && raMode === null && addressMode === null;
}

function projectRef(id: string): { kind: 'project'; id: string } {
  return { kind: 'project', id };
}

function fromAnswer(answer: SubnetAnswer, externalIds: ReadonlySet<string>): Subnet {
  return {
    id: answer.id,
    name: answer.name,
    projectId: ownerOf(answer),
    description: answer.description ?? '',
    networkId: answer.network_id,
    isExternal: externalIds.has(answer.network_id),
    ipVersion: answer.ip_version,
    cidr: answer.cidr,
    ...(answer.is_range_unknown === true ? { isRangeUnknown: true } : {}),
    pools: sorted(answer.allocation_pools.map(({ start, end }) => ({ start, end }))),
    gatewayIp: answer.gateway_ip ?? null,
    dnsServers: answer.dns_nameservers,
    hostRoutes: sorted(answer.host_routes.map(({ destination, nexthop }) => ({ destination, nexthop }))),
    hasDhcp: answer.enable_dhcp,
    raMode: answer.ipv6_ra_mode ?? null,
    addressMode: answer.ipv6_address_mode ?? null,
    serviceTypes: answer.service_types ? sorted(answer.service_types) : undefined,
    publishesDns: answer.dns_publish_fixed_ip ?? undefined,
    isFromPool: typeof answer.subnetpool_id === 'string',
    hasSegment: typeof answer.segment_id === 'string',
    tags: sorted(answer.tags),
  };
}

function findingsOf({ id, name, isExternal, isFromPool, hasSegment, cidr }: Subnet): Finding[] {
  if (isExternal) return [];
  const about = { kind: 'subnet', id, name };
  const findings: Finding[] = [];
  if (isFromPool) {
    const summary = `subnet ${name} comes from a subnet pool; its range ${cidr} is carried, the pool is not`;
    findings.push({ severity: 'note', rule: 'subnet-pool', summary, resource: about });
  }
  if (hasSegment) {
    const summary = `subnet ${name} belongs to a segment of a routed network, which is not carried`;
    findings.push({ severity: 'warning', rule: 'subnet-segment', summary, resource: about });
  }
  return findings;
}
