import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import { networkCollection, ownerOf, standardFields } from '../openstack/network.ts';
import { completeTwin, describedPairs, findMarked, isWholeAfterCreate, unmarkTwin } from './described.ts';
import { differences } from './difference.ts';
import { extensionBody, extensionFindings, extensionPair } from './extension.ts';
import type { Lookup, ResourceKind } from './kind.ts';
import { isMarkedDescription, markDescription, unmarkDescription } from './mark.ts';
import { sorted } from './sorted.ts';

/** Attributes that are optional belong to extensions that the cloud may lack: unknown there, not absent. */
const networkSchema = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string().optional(),
  description: z.string(),
  isUp: z.boolean(),
  isShared: z.boolean(),
  isExternal: z.boolean(),
  mtu: z.number().optional(),
  hasPortSecurity: z.boolean().optional(),
  dnsDomain: z.string().optional(),
  zoneHints: z.array(z.string()),
  tags: z.array(z.string()),
  hasQosPolicy: z.boolean(),
  /** Present when nothing tells which addresses it has. */
  isRangeUnknown: z.literal(true).optional(),
  /** Where its frames travel; sent only for a wire that the mapping names: segment numbers of two clouds collide. */
  provider: z.object({
    type: z.string().optional(),
    physicalNetwork: z.string().optional(),
    segment: z.number().optional(),
  }),
});
export type Network = z.infer<typeof networkSchema>;

type NetworkDraft = Readonly<Record<string, unknown>>;

const answerSchema = z.looseObject({
  ...standardFields,
  admin_state_up: z.boolean(),
  shared: z.boolean().default(false),
  'router:external': z.boolean().default(false),
  mtu: z.number().nullish(),
  port_security_enabled: z.boolean().nullish(),
  dns_domain: z.string().nullish(),
  availability_zone_hints: z.array(z.string()).default([]),
  qos_policy_id: z.string().nullish(),
  /** Of networks that the Compute API tells of (openstack/networks-from-compute.ts). */
  is_range_unknown: z.boolean().default(false),
  'provider:network_type': z.string().nullish(),
  'provider:physical_network': z.string().nullish(),
  'provider:segmentation_id': z.number().nullish(),
});

const networks = networkCollection('/networks', 'network', answerSchema);

/** A network of a project. External networks must be there before. */
export const network: ResourceKind<Network, NetworkDraft> = {
  name: 'network',
  service: 'network',
  category: 'supplementary',
  strategies: ['project', 'used'],
  schema: networkSchema,
  carried: [
    'name',
    'project',
    'description',
    'admin state',
    'MTU',
    'port security',
    'shared',
    'DNS domain',
    'availability zone hints',
    'provider attributes (type, physical network and segment) where the mapping names the physical network',
    'tags',
  ],
  adopts: 'An external or shared one of the same name, if it is the only one; or the one that the mapping names.',
  reports: {
    'network-extension-missing': 'The destination’s Neutron lacks an extension that it uses.',
    'network-segment': 'It lies on a wire: whether its twin gets the same segment.',
    'network-zones': 'It asks for availability zones.',
    'qos-policy': 'Its QoS policy is not carried.',
    'range-unknown': 'The Compute API of the source does not tell its range.',
  },
  remarks: [
    'An external network is tied to hardware and never made: it has to be there.',
    'The numbers of tunnels (VXLAN, GRE, Geneve) are each cloud’s own and never carried.',
  ],

  // All of them: a project may also use networks that are shared with it alone, which no filter finds.
  discover: async (cloud) => (await networks.list(cloud)).map(fromAnswer),

  // Without an owner it is Neutron's own, such as the one between highly available routers.
  isMovable: ({ isExternal, projectId }) => isExternal || projectId !== undefined,

  needs: ({ isExternal, projectId }) =>
    isExternal || projectId === undefined ? [] : [{ kind: 'project', id: projectId }],

  assess: (resource, lookup) => (resource.isExternal ? [] : findingsOf(resource, lookup)),

  mustExist: ({ id, isExternal }) =>
    isExternal
      ? `An external network is tied to hardware: make it there, or map it with --map network:${id}=<destination>.`
      : undefined,

  translate(resource, lookup) {
    const { id, name, projectId, description, isUp, isShared, mtu, hasPortSecurity, dnsDomain, zoneHints } = resource;
    const { destination } = lookup;
    return {
      name,
      description: markDescription(unmarkDescription(description), id),
      ...(projectId === undefined ? {} : { project_id: lookup.id('project', projectId) }),
      admin_state_up: isUp,
      shared: isShared,
      ...extensionBody(destination, 'net-mtu-writable', { mtu }),
      ...extensionBody(destination, 'port-security', { port_security_enabled: hasPortSecurity }),
      ...extensionBody(destination, 'dns-integration', { dns_domain: dnsDomain }),
      ...(zoneHints.length === 0 ? {} : { availability_zone_hints: zoneHints }),
      ...providerBody(resource, lookup),
    };
  },

  match(resource, draft, candidates) {
    const marked = findMarked(resource, draft.project_id, candidates);
    if (marked !== undefined || !(resource.isExternal || resource.isShared)) return marked;
    const [named, ...others] = candidates.filter((one) => isStandIn(resource, one));
    return others.length === 0 ? named : undefined;
  },

  isMarked: ({ id }, twin) => isMarkedDescription(twin.description, id),

  candidates: async (destination, { name }) => (await networks.list(destination, { name })).map(fromAnswer),

  create: async ({ destination }, _resource, draft) => fromAnswer(await networks.create(destination, draft)),

  isConnected: isWholeAfterCreate,

  connect: ({ destination }, resource, twin) => completeTwin(destination, networks, resource, twin),

  async read(cloud, id) {
    const answer = await networks.read(cloud, id);
    return answer === undefined ? undefined : fromAnswer(answer);
  },

  compare(resource, twin, lookup) {
    // An external network is the cloud's own: another one stands in for it, which need not be equal.
    if (resource.isExternal) return differences({ external: [true, twin.isExternal] });
    return differences({
      ...describedPairs(resource, twin, lookup.find),
      'admin state': [resource.isUp, twin.isUp],
      shared: [resource.isShared, twin.isShared],
      external: [resource.isExternal, twin.isExternal],
      mtu: [resource.mtu ?? twin.mtu, twin.mtu],
      'port security': extensionPair(resource.hasPortSecurity, twin.hasPortSecurity, true),
      'DNS domain': extensionPair(resource.dnsDomain, twin.dnsDomain, ''),
      ...providerPairs(resource, twin, lookup),
      'zone hints': [resource.zoneHints.toSorted(), twin.zoneHints.toSorted()],
    });
  },

  undo: (destination, id) => networks.remove(destination, id),

  unmark: (destination, _resource, twin) => unmarkTwin(destination, networks, twin),
};

function fromAnswer(answer: z.infer<typeof answerSchema>): Network {
  return {
    id: answer.id,
    name: answer.name,
    projectId: ownerOf(answer),
    description: answer.description ?? '',
    isUp: answer.admin_state_up,
    isShared: answer.shared,
    isExternal: answer['router:external'],
    mtu: answer.mtu ?? undefined,
    hasPortSecurity: answer.port_security_enabled ?? undefined,
    dnsDomain: answer.dns_domain ?? undefined,
    zoneHints: sorted(answer.availability_zone_hints),
    tags: sorted(answer.tags),
    hasQosPolicy: typeof answer.qos_policy_id === 'string',
    ...(answer.is_range_unknown ? { isRangeUnknown: true } : {}),
    provider: {
      type: answer['provider:network_type'] ?? undefined,
      physicalNetwork: answer['provider:physical_network'] ?? undefined,
      segment: answer['provider:segmentation_id'] ?? undefined,
    },
  };
}

/** The destination's name of the wire that it lies on, where the operator told it. */
function mappedWire({ provider: { type, physicalNetwork } }: Network, { choices }: Lookup): string | undefined {
  if (type === undefined || physicalNetwork === undefined) return undefined;
  const { physicalNetworks = {} } = choices;
  return Object.hasOwn(physicalNetworks, physicalNetwork) ? physicalNetworks[physicalNetwork] : undefined;
}

function providerBody(resource: Network, lookup: Lookup): NetworkDraft {
  const wire = mappedWire(resource, lookup);
  const { type, segment } = resource.provider;
  if (wire === undefined) return {};
  return {
    'provider:network_type': type,
    'provider:physical_network': wire,
    ...(segment === undefined ? {} : { 'provider:segmentation_id': segment }),
  };
}

function providerPairs(resource: Network, twin: Network, lookup: Lookup): Record<string, [unknown, unknown]> {
  const wire = mappedWire(resource, lookup);
  if (wire === undefined) return {};
  return { provider: [{ ...resource.provider, physicalNetwork: wire }, twin.provider] };
}

/** By name, only among what is offered to all alike, and never one that stands for another already. */
function isStandIn(resource: Network, other: Network): boolean {
  if (other.name !== resource.name) return false;
  if (resource.isExternal) return other.isExternal;
  return other.isShared && !other.isExternal && unmarkDescription(other.description) === other.description;
}

function findingsOf(resource: Network, lookup: Lookup): Finding[] {
  const { id, name, zoneHints, hasQosPolicy, provider, dnsDomain = '', hasPortSecurity = true } = resource;
  const about = { kind: 'network', id, name };
  const findings = extensionFindings('network', resource, lookup.destination, [
    { extension: 'port-security', attribute: 'port security switched off', isUsed: !hasPortSecurity },
    { extension: 'dns-integration', attribute: 'a DNS domain', isUsed: dnsDomain !== '' },
  ]);
  if (resource.isRangeUnknown === true) {
    findings.push({
      severity: 'blocker',
      rule: 'range-unknown',
      summary: `the Compute API of the source does not tell the range of network ${name}`,
      resource: about,
      cure: `Read it from Neutron (--network-api neutron), or map it with --map network:${id}=<destination>.`,
    });
  }
  if (zoneHints.length > 0) {
    const summary = `network ${name} asks for zones ${zoneHints.join(', ')}, which the destination must have`;
    findings.push({ severity: 'warning', rule: 'network-zones', summary, resource: about });
  }
  if (hasQosPolicy) {
    const summary = `the QoS policy of network ${name} is not carried`;
    findings.push({ severity: 'warning', rule: 'qos-policy', summary, resource: about });
  }
  if (provider.physicalNetwork !== undefined) {
    const { type = 'a', physicalNetwork, segment } = provider;
    const where = `${type} network ${segment ?? ''} on ${physicalNetwork}`.replace('  ', ' ');
    const wire = mappedWire(resource, lookup);
    const summary =
      wire === undefined
        ? `network ${name} is ${where}; the destination chooses its own segment`
        : `network ${name} is ${where}; its twin gets the same segment on ${wire}`;
    const cure = 'Name the wire below `physical_networks` in a mapping file, to keep the segment.';
    const base = { severity: 'note', rule: 'network-segment', summary, resource: about } as const;
    findings.push(wire === undefined ? { ...base, cure } : base);
  }
  return findings;
}
