import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { isAutomatic, networkCollection, ownerOf, standardFields, subnetsById } from '../openstack/network.ts';
import { completeTwin, describedPairs, findMarked, isWholeAfterCreate, unmarkTwin } from './described.ts';
import { differences, unordered } from './difference.ts';
import { extensionBody, extensionFindings, extensionPair } from './extension.ts';
import type { Ref, ResourceKind } from './kind.ts';
import { isMarkedDescription, markDescription, unmarkDescription } from './mark.ts';

const portSchema = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string().optional(),
  description: z.string(),
  networkId: z.string(),
  isUp: z.boolean(),
  mac: z.string(),
  addresses: z.array(
    z.object({
      subnetId: z.string(),
      address: z.string(),
      /** Made from the MAC (SLAAC, stateless DHCPv6): Neutron gives it by itself and refuses to be told. */
      isAutomatic: z.boolean(),
    }),
  ),
  securityGroupIds: z.array(z.string()),
  addressPairs: z.array(z.object({ address: z.string(), mac: z.string() })),
  hasPortSecurity: z.boolean().optional(),
  dhcpOptions: z.array(z.object({ name: z.string(), value: z.string(), ipVersion: z.number() })),
  vnicType: z.string().optional(),
  dnsName: z.string().optional(),
  dnsDomain: z.string().optional(),
  /** Such as `compute:nova`; empty when nothing uses the port. */
  deviceOwner: z.string(),
  deviceId: z.string(),
  tags: z.array(z.string()),
  hasQosPolicy: z.boolean(),
  hasTrunk: z.boolean(),
});
export type Port = z.infer<typeof portSchema>;

type PortDraft = Readonly<Record<string, unknown>>;

const answerSchema = z.looseObject({
  ...standardFields,
  network_id: z.string(),
  admin_state_up: z.boolean(),
  mac_address: z.string(),
  fixed_ips: z.array(z.looseObject({ subnet_id: z.string(), ip_address: z.string() })),
  security_groups: z.array(z.string()).default([]),
  allowed_address_pairs: z.array(z.looseObject({ ip_address: z.string(), mac_address: z.string() })).default([]),
  port_security_enabled: z.boolean().nullish(),
  extra_dhcp_opts: z
    .array(z.looseObject({ opt_name: z.string(), opt_value: z.string(), ip_version: z.number().default(4) }))
    .default([]),
  'binding:vnic_type': z.string().nullish(),
  dns_name: z.string().nullish(),
  dns_domain: z.string().nullish(),
  device_owner: z.string().nullish(),
  device_id: z.string().nullish(),
  qos_policy_id: z.string().nullish(),
  trunk_details: z.looseObject({}).nullish(),
});
type PortAnswer = z.infer<typeof answerSchema>;

const ports = networkCollection('/ports', 'port', answerSchema);

/** More projects than these are listed together and sorted out here. */
const projectsAskedSingly = 3;

/**
 * A port of a server, or one that nobody uses yet, such as a virtual address. It is created without a device; the boot
 * of its server binds it, so that it outlives that server, unlike a port that Nova has made.
 */
export const port: ResourceKind<Port, PortDraft> = {
  name: 'port',
  service: 'network',
  category: 'supplementary',
  strategies: ['project', 'used'],
  schema: portSchema,
  carried: [
    'name',
    'project',
    'description',
    'network',
    'admin state',
    'MAC',
    'fixed addresses',
    'security groups',
    'allowed address pairs',
    'port security',
    'extra DHCP options',
    'vnic type',
    'DNS name',
    'tags',
  ],

  label: ({ addresses, mac }) => addresses[0]?.address ?? mac,

  async discover(cloud, { projectIds }) {
    if (projectIds === undefined) return fromAnswers(cloud, await ports.list(cloud));
    if (projectIds.length <= projectsAskedSingly) {
      const lists = await Promise.all(projectIds.map((id) => ports.list(cloud, { project_id: id })));
      return fromAnswers(cloud, lists.flat());
    }
    const wanted = new Set(projectIds);
    return fromAnswers(
      cloud,
      (await ports.list(cloud)).filter((answer) => wanted.has(ownerOf(answer) ?? '')),
    );
  },

  isMovable: ({ deviceOwner }) => deviceOwner === '' || deviceOwner.startsWith('compute:'),

  needs({ projectId, networkId, addresses, securityGroupIds }) {
    const subnetIds = new Set(addresses.map(({ subnetId }) => subnetId));
    return [
      ...(projectId === undefined ? [] : [{ kind: 'project', id: projectId } satisfies Ref]),
      { kind: 'network', id: networkId },
      ...[...subnetIds].map((id): Ref => ({ kind: 'subnet', id })),
      ...securityGroupIds.map((id): Ref => ({ kind: 'security-group', id })),
    ];
  },

  precedes: ({ addresses }) =>
    [...new Set(addresses.map(({ subnetId }) => subnetId))].map((id) => ({
      kind: 'subnet',
      id,
    })),

  assess: (resource, _choices, destination) => [
    ...extensionFindings('port', resource, destination, [
      {
        extension: 'port-security',
        attribute: 'port security switched off',
        isUsed: resource.hasPortSecurity === false,
      },
      {
        extension: 'allowed-address-pairs',
        attribute: 'allowed address pairs',
        isUsed: resource.addressPairs.length > 0,
      },
      { extension: 'extra_dhcp_opt', attribute: 'extra DHCP options', isUsed: resource.dhcpOptions.length > 0 },
      { extension: 'dns-integration', attribute: 'a DNS name', isUsed: (resource.dnsName ?? '') !== '' },
    ]),
    ...findingsOf(resource),
  ],

  translate(resource, lookup) {
    const { id, name, projectId, description, networkId, isUp, mac, addresses, securityGroupIds } = resource;
    const { hasPortSecurity, vnicType, dnsName, dnsDomain } = resource;
    const { destination } = lookup;
    const given = addresses.filter((address) => !address.isAutomatic);
    return {
      name,
      description: markDescription(unmarkDescription(description), id),
      ...(projectId === undefined ? {} : { project_id: lookup.id('project', projectId) }),
      network_id: lookup.id('network', networkId),
      admin_state_up: isUp,
      mac_address: mac,
      fixed_ips: given.map(({ subnetId, address }) => ({
        subnet_id: lookup.id('subnet', subnetId),
        ip_address: address,
      })),
      security_groups: securityGroupIds.map((groupId) => lookup.id('security-group', groupId)),
      ...extensionBody(destination, 'port-security', { port_security_enabled: hasPortSecurity }),
      ...extensionBody(destination, 'allowed-address-pairs', pairsBody(resource)),
      ...extensionBody(destination, 'extra_dhcp_opt', dhcpBody(resource)),
      ...extensionBody(destination, 'binding', { 'binding:vnic_type': vnicType }),
      ...extensionBody(destination, 'dns-integration', { dns_name: dnsName }),
      ...extensionBody(destination, 'dns-domain-ports', { dns_domain: dnsDomain }),
    };
  },

  match: (resource, draft, candidates) => findMarked(resource, draft.project_id, candidates),

  isMarked: ({ id }, twin) => isMarkedDescription(twin.description, id),

  async candidates(destination, { mac }, draft) {
    const query = { network_id: String(draft.network_id), mac_address: mac };
    return fromAnswers(destination, await ports.list(destination, query));
  },

  async create({ destination }, _resource, draft) {
    return fromAnswer(destination, await ports.create(destination, draft));
  },

  isConnected: isWholeAfterCreate,

  connect: ({ destination }, resource, twin) => completeTwin(destination, ports, resource, twin),

  async read(cloud, id) {
    const answer = await ports.read(cloud, id);
    return answer === undefined ? undefined : fromAnswer(cloud, answer);
  },

  compare(resource, twin, { find }) {
    return differences({
      ...describedPairs(resource, twin, find),
      network: [find('network', resource.networkId) ?? null, twin.networkId],
      'admin state': [resource.isUp, twin.isUp],
      MAC: [resource.mac, twin.mac],
      'fixed addresses': [
        unordered(resource.addresses.map(({ subnetId, address }) => [find('subnet', subnetId) ?? null, address])),
        unordered(twin.addresses.map(({ subnetId, address }) => [subnetId, address])),
      ],
      'security groups': [
        unordered(resource.securityGroupIds.map((id) => find('security-group', id) ?? null)),
        unordered(twin.securityGroupIds),
      ],
      'address pairs': [unordered(resource.addressPairs), unordered(twin.addressPairs)],
      'port security': extensionPair(resource.hasPortSecurity, twin.hasPortSecurity, true),
      'DHCP options': [unordered(resource.dhcpOptions), unordered(twin.dhcpOptions)],
      'vnic type': extensionPair(resource.vnicType, twin.vnicType, 'normal'),
      'DNS name': extensionPair(resource.dnsName, twin.dnsName, ''),
      'DNS domain': extensionPair(resource.dnsDomain, twin.dnsDomain, ''),
    });
  },

  undo: (destination, id) => ports.remove(destination, id),

  unmark: (destination, _resource, twin) => unmarkTwin(destination, ports, twin),
};

/** Empty lists are left out: they are what Neutron begins with, and some are refused beside port security off. */
function pairsBody({ addressPairs }: Port): PortDraft {
  if (addressPairs.length === 0) return {};
  return { allowed_address_pairs: addressPairs.map(({ address, mac }) => ({ ip_address: address, mac_address: mac })) };
}

function dhcpBody({ dhcpOptions }: Port): PortDraft {
  if (dhcpOptions.length === 0) return {};
  return {
    extra_dhcp_opts: dhcpOptions.map(({ name, value, ipVersion }) => ({
      opt_name: name,
      opt_value: value,
      ip_version: ipVersion,
    })),
  };
}

async function fromAnswer(cloud: Cloud, answer: PortAnswer): Promise<Port> {
  return resourceOf(answer, await automaticSubnetIds(cloud, [answer]));
}

async function fromAnswers(cloud: Cloud, answers: readonly PortAnswer[]): Promise<Port[]> {
  const automatic = await automaticSubnetIds(cloud, answers);
  return answers.map((answer) => resourceOf(answer, automatic));
}

/** Asks for subnets only when there is an IPv6 address: IPv4 knows no automatic ones. */
async function automaticSubnetIds(cloud: Cloud, answers: readonly PortAnswer[]): Promise<ReadonlySet<string>> {
  const held = answers.flatMap(({ fixed_ips }) => fixed_ips).filter(({ ip_address }) => ip_address.includes(':'));
  const subnets = await subnetsById(
    cloud,
    held.map(({ subnet_id }) => subnet_id),
  );
  return new Set([...subnets.values()].filter(isAutomatic).map(({ id }) => id));
}

function resourceOf(answer: PortAnswer, automatic: ReadonlySet<string>): Port {
  return {
    id: answer.id,
    name: answer.name,
    projectId: ownerOf(answer),
    description: answer.description ?? '',
    networkId: answer.network_id,
    isUp: answer.admin_state_up,
    mac: answer.mac_address.toLowerCase(),
    addresses: answer.fixed_ips.map(({ subnet_id, ip_address }) => ({
      subnetId: subnet_id,
      address: ip_address,
      isAutomatic: automatic.has(subnet_id),
    })),
    securityGroupIds: answer.security_groups.toSorted(),
    addressPairs: answer.allowed_address_pairs.map(({ ip_address, mac_address }) => ({
      address: ip_address,
      mac: mac_address.toLowerCase(),
    })),
    hasPortSecurity: answer.port_security_enabled ?? undefined,
    dhcpOptions: answer.extra_dhcp_opts.map(({ opt_name, opt_value, ip_version }) => ({
      name: opt_name,
      value: opt_value,
      ipVersion: ip_version,
    })),
    vnicType: answer['binding:vnic_type'] ?? undefined,
    dnsName: answer.dns_name ?? undefined,
    dnsDomain: answer.dns_domain ?? undefined,
    deviceOwner: answer.device_owner ?? '',
    deviceId: answer.device_id ?? '',
    tags: answer.tags,
    hasQosPolicy: typeof answer.qos_policy_id === 'string',
    hasTrunk: answer.trunk_details != null,
  };
}

function findingsOf({ id, name, hasQosPolicy, hasTrunk }: Port): Finding[] {
  const about = { kind: 'port', id, name };
  const findings: Finding[] = [];
  if (hasQosPolicy) {
    const summary = `the QoS policy of port ${name || id} is not carried`;
    findings.push({ severity: 'warning', rule: 'qos-policy', summary, resource: about });
  }
  if (hasTrunk) {
    const summary = `port ${name || id} is the parent of a trunk; the trunk and its subports are not carried`;
    findings.push({ severity: 'warning', rule: 'port-trunk', summary, resource: about });
  }
  return findings;
}
