import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import { cidrContains } from '../openstack/cidr-contains.ts';
import { type NetworkCollection, networkCollection, ownerOf, standardFields } from '../openstack/network.ts';
import { completeTwin, describedPairs, findMarked, isWholeAfterCreate, unmarkTwin } from './described.ts';
import { differences } from './difference.ts';
import { extensionBody, extensionFindings, extensionPair } from './extension.ts';
import { offeredSubnets } from './gateway-address.ts';
import type { Lookup, Ref, ResourceKind } from './kind.ts';
import { isMarkedDescription, markDescription, unmarkDescription } from './mark.ts';
import { sorted } from './sorted.ts';

const floatingIpSchema = z.object({
  id: z.string(),
  /** Its address: floating IPs have no other name. */
  name: z.string(),
  projectId: z.string().optional(),
  description: z.string(),
  address: z.string(),
  networkId: z.string(),
  /** What it leads to; null when it is only reserved. */
  portId: z.string().nullable(),
  fixedAddress: z.string().nullable(),
  routerId: z.string().nullable(),
  dnsName: z.string().optional(),
  dnsDomain: z.string().optional(),
  tags: z.array(z.string()),
  hasQosPolicy: z.boolean(),
  hasForwardings: z.boolean(),
});
export type FloatingIp = z.infer<typeof floatingIpSchema>;

type FloatingIpDraft = Readonly<Record<string, unknown>>;

const answerSchema = z.looseObject({
  ...standardFields,
  floating_ip_address: z.string(),
  floating_network_id: z.string(),
  port_id: z.string().nullish(),
  fixed_ip_address: z.string().nullish(),
  router_id: z.string().nullish(),
  dns_name: z.string().nullish(),
  dns_domain: z.string().nullish(),
  qos_policy_id: z.string().nullish(),
  port_forwardings: z.array(z.unknown()).nullish(),
});

type FloatingIpAnswer = z.infer<typeof answerSchema>;

const floatingIps = networkCollection('/floatingips', 'floatingip', answerSchema);

/** A floating IP: of the same address where the destination's external network has it, otherwise of a new one. */
export const floatingIp: ResourceKind<FloatingIp, FloatingIpDraft> = {
  name: 'floating-ip',
  service: 'network',
  category: 'supplementary',
  strategies: ['project', 'used'],
  schema: floatingIpSchema,
  carried: ['address where possible', 'project', 'description', 'port', 'fixed address', 'DNS name', 'tags'],
  adopts: 'One of the same address in the same external network, if it leads to the same port.',
  reports: {
    'network-extension-missing': 'The destination’s Neutron lacks an extension that it uses.',
    'floating-ip-address-changes': 'Its external network has no such address on the destination: it gets a new one.',
    'port-forwarding': 'Its port forwardings are not carried.',
    'qos-policy': 'Its QoS policy is not carried.',
  },

  remarks: [
    'Where both clouds have its range, its address answers in one cloud at a time; the plan says so of the network.',
  ],

  // All of them: an address that another project has on the destination matters too.
  discover: async (cloud) => (await floatingIps.list(cloud)).map(fromAnswer),

  needs: ({ projectId, networkId, portId, routerId }) => [
    ...(projectId === undefined ? [] : [{ kind: 'project', id: projectId } satisfies Ref]),
    { kind: 'network', id: networkId },
    ...(portId === null ? [] : [{ kind: 'port', id: portId } satisfies Ref]),
    // Neutron refuses to lead to a port that no router joins to the external network.
    ...(routerId === null ? [] : [{ kind: 'router', id: routerId, state: 'connected' } satisfies Ref]),
  ],

  follows: ({ portId }) => (portId === null ? [] : [{ kind: 'port', id: portId }]),

  assess(resource, lookup) {
    const { id, name, address, dnsName = '', hasQosPolicy, hasForwardings } = resource;
    const about = { kind: 'floating-ip', id, name };
    const findings: Finding[] = extensionFindings('floating-ip', resource, lookup.destination, [
      { extension: 'dns-integration', attribute: 'a DNS name', isUsed: dnsName !== '' },
    ]);
    if (!isKept(resource, lookup)) {
      const summary = `floating IP ${address} gets another address: its external network has no such one there`;
      const cure = 'Tell its users and change DNS entries; the report has the new address.';
      findings.push({ severity: 'warning', rule: 'floating-ip-address-changes', summary, resource: about, cure });
    }
    if (hasForwardings) {
      const summary = `the port forwardings of floating IP ${address} are not carried`;
      findings.push({ severity: 'warning', rule: 'port-forwarding', summary, resource: about });
    }
    if (hasQosPolicy) {
      const summary = `the QoS policy of floating IP ${address} is not carried`;
      findings.push({ severity: 'warning', rule: 'qos-policy', summary, resource: about });
    }
    return findings;
  },

  translate(resource, lookup) {
    const { id, projectId, description, networkId, portId, fixedAddress, dnsName, dnsDomain } = resource;
    return {
      description: markDescription(unmarkDescription(description), id),
      ...(projectId === undefined ? {} : { project_id: lookup.id('project', projectId) }),
      floating_network_id: lookup.id('network', networkId),
      ...(isKept(resource, lookup) ? { floating_ip_address: resource.address } : {}),
      ...(portId === null ? {} : { port_id: lookup.id('port', portId) }),
      ...(portId === null || fixedAddress === null ? {} : { fixed_ip_address: fixedAddress }),
      ...extensionBody(lookup.destination, 'dns-integration', { dns_name: dnsName, dns_domain: dnsDomain }),
    };
  },

  match: (resource, draft, candidates) =>
    findMarked(resource, draft.project_id, candidates) ??
    candidates.find(
      ({ address, networkId }) => address === draft.floating_ip_address && networkId === draft.floating_network_id,
    ),

  isMarked: ({ id }, twin) => isMarkedDescription(twin.description, id),

  async candidates(destination, _resource, draft) {
    const { project_id: projectId, floating_ip_address: address } = draft;
    const queries = [
      ...(typeof projectId === 'string' ? [{ project_id: projectId }] : []),
      ...(typeof address === 'string' ? [{ floating_ip_address: address }] : []),
    ];
    const lists = await Promise.all(queries.map((query) => floatingIps.list(destination, query)));
    return lists.flat().map(fromAnswer);
  },

  create: async ({ destination }, _resource, draft) => fromAnswer(await floatingIps.create(destination, draft)),

  isConnected: isWholeAfterCreate,

  connect: ({ destination }, resource, twin) => completeTwin(destination, floatingIpsOf(twin), resource, twin),

  async read(cloud, id) {
    const answer = await floatingIps.read(cloud, id);
    return answer === undefined ? undefined : fromAnswer(answer);
  },

  compare(resource, twin, lookup) {
    const { find } = lookup;
    const { portId } = resource;
    // Its name is its address, which is compared only where it could be kept.
    const { name: _name, ...pairs } = describedPairs(resource, twin, find);
    return differences({
      ...pairs,
      address: isKept(resource, lookup) ? [resource.address, twin.address] : [null, null],
      'external network': [find('network', resource.networkId) ?? null, twin.networkId],
      port: [portId === null ? null : (find('port', portId) ?? null), twin.portId],
      'fixed address': [resource.fixedAddress, twin.fixedAddress],
      'DNS name': extensionPair(resource.dnsName, twin.dnsName, ''),
      'DNS domain': extensionPair(resource.dnsDomain, twin.dnsDomain, ''),
    });
  },

  undo: (destination, id) => floatingIps.remove(destination, id),

  unmark: (destination, _resource, twin) => unmarkTwin(destination, floatingIpsOf(twin), twin),
};

/**
 * Changes that keep the association: Neutron judges it anew at each of them, and refuses one for a port with several
 * addresses that does not say which.
 */
function floatingIpsOf({ portId, fixedAddress }: FloatingIp): NetworkCollection<FloatingIpAnswer> {
  const association = portId === null ? {} : { port_id: portId, fixed_ip_address: fixedAddress };
  return {
    ...floatingIps,
    update: (cloud, id, body) => floatingIps.update(cloud, id, { ...association, ...body }),
  };
}

/** True when the twin of its external network has the address. */
function isKept({ networkId, address }: FloatingIp, lookup: Lookup): boolean {
  return offeredSubnets(lookup, networkId).some(({ cidr }) => cidrContains(cidr, address));
}

function fromAnswer(answer: FloatingIpAnswer): FloatingIp {
  return {
    id: answer.id,
    name: answer.floating_ip_address,
    projectId: ownerOf(answer),
    description: answer.description ?? '',
    address: answer.floating_ip_address,
    networkId: answer.floating_network_id,
    portId: answer.port_id ?? null,
    fixedAddress: answer.fixed_ip_address ?? null,
    routerId: answer.router_id ?? null,
    dnsName: answer.dns_name ?? undefined,
    dnsDomain: answer.dns_domain ?? undefined,
    tags: sorted(answer.tags),
    hasQosPolicy: typeof answer.qos_policy_id === 'string',
    hasForwardings: (answer.port_forwardings ?? []).length > 0,
  };
}
