import { assert } from '../base/assert.ts';
import type { Finding } from '../base/finding.ts';
import { ownerOf } from '../openstack/network.ts';
import { completeTwin, describedPairs, findMarked, isWholeAfterCreate, unmarkTwin } from './described.ts';
import { differences, unordered } from './difference.ts';
import { extensionBody, extensionFindings, extensionPair } from './extension.ts';
import type { Ref, ResourceKind } from './kind.ts';
import { isMarkedDescription, markDescription, unmarkDescription } from './mark.ts';
import { type Port, portSchema, ports, portsFrom } from './port-answer.ts';

type PortDraft = Readonly<Record<string, unknown>>;

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
  adopts: 'None: only what a run of ours made.',
  reports: {
    'network-extension-missing': 'The destination’s Neutron lacks an extension that it uses.',
    'port-trunk': 'It is the parent of a trunk, which is not carried.',
    'qos-policy': 'Its QoS policy is not carried.',
  },
  remarks: [
    'Ports of routers, DHCP and the like stay: the destination makes its own.',
    'With `--project`, those of other projects on the networks that move stay, and are named.',
  ],

  label: ({ addresses, mac }) => addresses[0]?.address ?? mac,

  async discover(cloud, { projectIds }) {
    if (projectIds === undefined) return portsFrom(cloud, await ports.list(cloud));
    if (projectIds.length <= projectsAskedSingly) {
      const lists = await Promise.all(projectIds.map((id) => ports.list(cloud, { project_id: id })));
      return portsFrom(cloud, lists.flat());
    }
    const wanted = new Set(projectIds);
    return portsFrom(
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

  assess: (resource, { destination }) => [
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
    return portsFrom(destination, await ports.list(destination, query));
  },

  async create({ destination }, _resource, draft) {
    return only(await portsFrom(destination, [await ports.create(destination, draft)]));
  },

  isConnected: isWholeAfterCreate,

  connect: ({ destination }, resource, twin) => completeTwin(destination, ports, resource, twin),

  async read(cloud, id) {
    const answer = await ports.read(cloud, id);
    return answer === undefined ? undefined : only(await portsFrom(cloud, [answer]));
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

function only(found: readonly Port[]): Port {
  const [first] = found;
  assert(first !== undefined, 'each answer makes one port');
  return first;
}

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
