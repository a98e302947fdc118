import { isIPv6 } from 'node:net';
import { z } from 'zod';

/** A rule of a security group; null means any. */
export const securityGroupRuleSchema = z.object({
  id: z.string(),
  direction: z.string(),
  etherType: z.string(),
  protocol: z.string().nullable(),
  /** First TCP or UDP port, or the ICMP type. */
  rangeStart: z.number().nullable(),
  /** Last TCP or UDP port, or the ICMP code. */
  rangeEnd: z.number().nullable(),
  remotePrefix: z.string().nullable(),
  remoteGroupId: z.string().nullable(),
  remoteAddressGroupId: z.string().nullable(),
  description: z.string(),
});
export type SecurityGroupRule = z.infer<typeof securityGroupRuleSchema>;

export const ruleAnswerSchema = z.looseObject({
  id: z.string(),
  direction: z.string(),
  ethertype: z.string().nullish(),
  protocol: z.union([z.string(), z.number()]).nullish(),
  port_range_min: z.number().nullish(),
  port_range_max: z.number().nullish(),
  remote_ip_prefix: z.string().nullish(),
  remote_group_id: z.string().nullish(),
  remote_address_group_id: z.string().nullish(),
  description: z.string().nullish(),
});

export function ruleFromAnswer(answer: z.infer<typeof ruleAnswerSchema>): SecurityGroupRule {
  const { protocol } = answer;
  return {
    id: answer.id,
    direction: answer.direction,
    etherType: answer.ethertype ?? 'IPv4',
    protocol: protocol == null || protocol === '' ? null : String(protocol),
    rangeStart: answer.port_range_min ?? null,
    rangeEnd: answer.port_range_max ?? null,
    remotePrefix: answer.remote_ip_prefix ?? null,
    remoteGroupId: answer.remote_group_id ?? null,
    remoteAddressGroupId: answer.remote_address_group_id ?? null,
    description: answer.description ?? '',
  };
}

/** The body of one rule in a bulk request. */
export function ruleBody(
  rule: SecurityGroupRule,
  groupId: string,
  twinOf: (groupId: string) => string,
): Record<string, unknown> {
  return {
    security_group_id: groupId,
    direction: rule.direction,
    ethertype: rule.etherType,
    protocol: rule.protocol,
    port_range_min: rule.rangeStart,
    port_range_max: rule.rangeEnd,
    remote_ip_prefix: rule.remotePrefix,
    remote_group_id: rule.remoteGroupId === null ? null : twinOf(rule.remoteGroupId),
    description: rule.description,
  };
}

/**
 * What makes a rule the same as another, in words: Neutron refuses a second one of the same key as a duplicate
 * (`_rule_to_key` in neutron/db/securitygroups_db.py). The description is no part of it.
 */
export function ruleKey(rule: SecurityGroupRule, twinOf: (groupId: string) => string): string {
  const { direction, etherType, remoteGroupId, remoteAddressGroupId } = rule;
  const remote = [
    remoteGroupId === null ? undefined : `group ${twinOf(remoteGroupId)}`,
    remoteAddressGroupId === null ? undefined : `address group ${remoteAddressGroupId}`,
    prefixKey(rule.remotePrefix),
  ].filter((part) => part !== undefined);
  return [direction, etherType, protocolKey(rule), rangeKey(rule), remote.join(' ') || 'anywhere'].join(' ');
}

const protocolNumbers: Readonly<Record<string, string>> = {
  ah: '51',
  dccp: '33',
  egp: '8',
  esp: '50',
  gre: '47',
  icmp: '1',
  icmpv6: '58',
  igmp: '2',
  ipip: '4',
  'ipv6-encap': '41',
  'ipv6-frag': '44',
  'ipv6-icmp': '58',
  'ipv6-nonxt': '59',
  'ipv6-opts': '60',
  'ipv6-route': '43',
  ospf: '89',
  pgm: '113',
  rsvp: '46',
  sctp: '132',
  tcp: '6',
  udp: '17',
  udplite: '136',
  vrrp: '112',
};

function protocolKey({ protocol, etherType }: SecurityGroupRule): string {
  if (protocol === null || protocol === 'any') return 'any';
  const number = protocolNumbers[protocol.toLowerCase()] ?? protocol;
  // Older releases let ICMP stand for ICMPv6 where the rule is for IPv6.
  return etherType === 'IPv6' && number === '1' ? '58' : number;
}

function rangeKey({ rangeStart, rangeEnd }: SecurityGroupRule): string {
  const isWhole = rangeStart === 1 && rangeEnd === 65535;
  return isWhole || (rangeStart === null && rangeEnd === null) ? 'all' : `${rangeStart ?? ''}-${rangeEnd ?? ''}`;
}

function prefixKey(prefix: string | null): string | undefined {
  if (prefix === null || prefix === '0.0.0.0/0' || prefix === '::/0') return undefined;
  if (prefix.includes('/')) return prefix;
  return isIPv6(prefix) ? `${prefix}/128` : `${prefix}/32`;
}
