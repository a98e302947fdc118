import type { ComputeGroup } from './compute-networks.ts';
import { nameId } from './name-id.ts';

type Rule = ComputeGroup['rules'][number];
type Answer = Readonly<Record<string, unknown>>;

/**
 * Pure: security groups as Neutron would give them. What nova-network lets in is told; it lets out everything. A rule
 * for a group that is not known for certain is left out and noted: without its group it would let everyone in. Of a
 * Nova that only stands before Neutron (a proxy), more is not told.
 */
export function groupAnswers(groups: readonly ComputeGroup[], isProxy: boolean): Answer[] {
  return groups.map((group) => {
    const { id, name, tenant_id: owner, description, rules } = group;
    const clear = rules.filter((rule) => rule.group.name === undefined || remotesOf(rule, groups).length === 1);
    const unclear = rules.filter((rule) => !clear.includes(rule));
    const egress = ['IPv4', 'IPv6'].map((ethertype) => ({
      id: nameId('egress', id, ethertype),
      direction: 'egress',
      ethertype,
    }));
    return {
      id,
      name,
      project_id: owner,
      description: description ?? '',
      tags: [],
      security_group_rules: [...ingressRules(clear, groups), ...egress],
      untold: [...(isProxy ? [proxyWords] : []), ...unclear.map((rule) => unclearWords(rule, groups))],
    };
  });
}

const proxyWords =
  'Nova stands before Neutron here, and tells neither what its rules let out nor address groups, nor which rules ' +
  'without a range are IPv6: the twin lets everything out';

function remotesOf({ group }: Rule, groups: readonly ComputeGroup[]): ComputeGroup[] {
  return groups.filter((other) => other.name === group.name && other.tenant_id === group.tenant_id);
}

function unclearWords(rule: Rule, groups: readonly ComputeGroup[]): string {
  const { ip_protocol: protocol, from_port: from, group } = rule;
  const what = [protocol || 'any protocol', ...(from == null || from === -1 ? [] : [from])].join(' ');
  const why = remotesOf(rule, groups).length === 0 ? 'which is not told' : 'a name that several groups have';
  return `its rule for ${what} from group ${group.name}, ${why}, is left out`;
}

function ingressRules(rules: readonly Rule[], groups: readonly ComputeGroup[]): Answer[] {
  const seen = new Set<string>();
  return rules.map((rule) => {
    const { id, ip_protocol: protocol, from_port: from, to_port: to, ip_range: range } = rule;
    const body = {
      direction: 'ingress',
      protocol: protocol?.toLowerCase() ?? null,
      port_range_min: from === -1 ? null : (from ?? null),
      port_range_max: to === -1 ? null : (to ?? null),
      remote_ip_prefix: range.cidr ?? null,
      remote_group_id: remotesOf(rule, groups)[0]?.id ?? null,
    };
    // The family is not told of a rule for all addresses: Neutron's own pairs of such rules are one of each.
    const key = JSON.stringify(body);
    const isSecond = seen.has(key) && (range.cidr ?? anywhere) === anywhere;
    seen.add(key);
    const isSix = isSecond || sixth.has(body.protocol ?? '') || range.cidr?.includes(':') === true;
    const prefix = isSix && range.cidr === anywhere ? null : body.remote_ip_prefix;
    return { id, ethertype: isSix ? 'IPv6' : 'IPv4', ...body, remote_ip_prefix: prefix };
  });
}

/** What Nova says of a rule without a range, whatever its family. */
const anywhere = '0.0.0.0/0';

/** Names of the ICMP of IPv6, which no IPv4 rule may have. */
const sixth: ReadonlySet<string> = new Set(['icmpv6', 'ipv6-icmp', '58']);
