import { formatAddress } from './address.ts';
import { parseCidr } from './cidr.ts';
import type { SecurityGroupRule } from './records.ts';
import { refuse } from './refuse.ts';

export type RuleDraft = Omit<SecurityGroupRule, 'id' | 'project_id' | 'created_at' | 'updated_at' | 'revision_number'>;

/** A rule as a request gives it. */
export interface RuleWish {
  readonly security_group_id: string;
  readonly direction: 'ingress' | 'egress';
  readonly ethertype?: 'IPv4' | 'IPv6' | undefined;
  readonly protocol?: string | number | null | undefined;
  readonly port_range_min?: string | number | null | undefined;
  readonly port_range_max?: string | number | null | undefined;
  readonly remote_ip_prefix?: string | null | undefined;
  readonly remote_group_id?: string | null | undefined;
  readonly remote_address_group_id?: string | null | undefined;
  readonly description?: string | null | undefined;
}

/** Protocols that have names (neutron_lib.constants, IP_PROTOCOL_MAP). */
const protocols: Readonly<Record<string, number>> = {
  ah: 51,
  dccp: 33,
  egp: 8,
  esp: 50,
  gre: 47,
  hopopt: 0,
  icmp: 1,
  igmp: 2,
  ip: 0,
  ipip: 4,
  'ipv6-encap': 41,
  'ipv6-frag': 44,
  'ipv6-icmp': 58,
  icmpv6: 58,
  'ipv6-nonxt': 59,
  'ipv6-opts': 60,
  'ipv6-route': 43,
  ospf: 89,
  pgm: 113,
  rsvp: 46,
  sctp: 132,
  tcp: 6,
  udp: 17,
  udplite: 136,
  vrrp: 112,
};
const protocolsWithPorts = [6, 17, 33, 132, 136];
/** By name and by number. */
const sixOnly = new Set(
  Object.entries(protocols).flatMap(([name, number]) => (name.includes('v6') ? [name, String(number)] : [])),
);
const icmpNames = new Set(['icmp', 'icmpv6']);

/** A rule in the form that Neutron keeps; 400 where its parts do not fit together. */
export function soundRule(wish: RuleWish): RuleDraft {
  const ethertype = wish.ethertype ?? 'IPv4';
  const protocol = soundProtocol(wish.protocol ?? null, ethertype);
  const remotes = [wish.remote_ip_prefix, wish.remote_group_id, wish.remote_address_group_id].filter(Boolean);
  const ports = soundPorts(protocol, portOf(wish.port_range_min), portOf(wish.port_range_max));
  const prefix = soundPrefix(wish.remote_ip_prefix ?? null, ethertype);
  if (ethertype === 'IPv4' && protocol !== null && sixOnly.has(protocol)) {
    const message = `Invalid ethertype ${ethertype} for protocol ${protocol}.`;
    throw refuse.invalid('SecurityGroupEthertypeConflictWithProtocol', message);
  }
  if (remotes.length > 1) {
    const names = 'remote_ip_prefix or remote_group_id or remote_address_group_id';
    throw refuse.invalid('SecurityGroupMultipleRemoteEntites', `Only one of ${names} may be provided.`);
  }
  return {
    security_group_id: wish.security_group_id,
    direction: wish.direction,
    ethertype,
    protocol,
    ...ports,
    remote_ip_prefix: prefix,
    remote_group_id: wish.remote_group_id ?? null,
    remote_address_group_id: wish.remote_address_group_id ?? null,
    description: wish.description ?? '',
  };
}

function soundProtocol(given: string | number | null, ethertype: string): string | null {
  if (given === null) return null;
  const text = String(given).toLowerCase();
  const isNumber = /^\d+$/.test(text);
  if (isNumber ? Number(text) > 255 : !(text in protocols)) {
    const names = ['None', ...Object.keys(protocols).map((name) => `'${name}'`)].join(', ');
    const known = `Only protocol values [${names}] and integer representations [0 to 255] are supported.`;
    const message = `Security group rule protocol ${text} not supported. ${known}`;
    throw refuse.invalid('SecurityGroupRuleInvalidProtocol', message);
  }
  if (ethertype === 'IPv6' && icmpNames.has(text)) return 'ipv6-icmp';
  if (ethertype === 'IPv6' && text === '1') return '58';
  return text;
}

function portOf(given: string | number | null | undefined): number | null {
  if (given === null || given === undefined) return null;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw refuse.invalid('SecurityGroupInvalidPortValue', `Invalid value for port ${given}`);
}

type Ports = Pick<SecurityGroupRule, 'port_range_min' | 'port_range_max'>;

function soundPorts(protocol: string | null, givenMin: number | null, givenMax: number | null): Ports {
  const isAll = givenMin === 1 && givenMax === 65_535;
  const [min, max] = isAll ? [null, null] : [givenMin, givenMax];
  const ports = { port_range_min: min, port_range_max: max };
  if (min === null && max === null) return ports;
  if (protocol === null) {
    const message = 'Must also specify protocol if port range is given.';
    throw refuse.invalid('SecurityGroupProtocolRequiredWithPorts', message);
  }
  const number = numberOf(protocol);
  if (number === 1 || number === 58) return soundIcmp(min, max);
  if (!protocolsWithPorts.includes(number)) {
    const known = 'Ports are only supported for DCCP, SCTP, TCP, UDP, UDPLITE.';
    const message = `Ports cannot be specified for protocol ${number}. ${known}`;
    throw refuse.invalid('SecurityGroupInvalidProtocolForPort', message);
  }
  if (min === 0 || max === 0) throw refuse.invalid('SecurityGroupInvalidPortValue', 'Invalid value for port 0');
  if (min !== null && max !== null && min <= max) return ports;
  const message = 'For TCP/UDP protocols, port_range_min must be <= port_range_max';
  throw refuse.invalid('SecurityGroupInvalidPortRange', message);
}

/** The type and the code of ICMP stand in the place of ports. */
function soundIcmp(type: number | null, code: number | null): Ports {
  const wrong = [type, code].find((value) => value !== null && value > 255);
  if (wrong !== undefined) {
    const field = wrong === type ? 'type (port_range_min)' : 'code (port_range_max)';
    const message = `Invalid value for ICMP ${field} ${wrong}. It must be 0 to 255.`;
    throw refuse.invalid('SecurityGroupInvalidIcmpValue', message);
  }
  if (type === null && code !== null) {
    const message = `ICMP code (port-range-max) ${code} is provided but ICMP type (port-range-min) is missing.`;
    throw refuse.invalid('SecurityGroupMissingIcmpType', message);
  }
  return { port_range_min: type, port_range_max: code };
}

function numberOf(protocol: string): number {
  return protocols[protocol] ?? Number(protocol);
}

/** With the length of its prefix; the bits behind it stay as they are given. */
function soundPrefix(given: string | null, ethertype: string): string | null {
  if (given === null) return null;
  const range = parseCidr(given);
  if (range === undefined) throw refuse.invalid('InvalidCIDR', `Invalid CIDR ${given} given as IP prefix.`);
  if (ethertype !== `IPv${range.version}`) {
    const message = `Conflicting value ethertype ${ethertype} for CIDR ${given}`;
    throw refuse.invalid('SecurityGroupRuleParameterConflict', message);
  }
  const isAddress = !given.includes('/');
  return isAddress ? `${formatAddress({ version: range.version, value: range.first })}/${range.prefixLength}` : given;
}

type Compared = Omit<RuleDraft, 'description'>;

/** 409 for a rule that is there already, or twice in one request; no prefix and all addresses are the same. */
export function refuseTwice(wanted: readonly Compared[], existing: readonly SecurityGroupRule[]): void {
  const keys = wanted.map(keyOf);
  if (new Set(keys).size < keys.length) {
    throw refuse.conflict('DuplicateSecurityGroupRuleInPost', 'Duplicate Security Group Rule in POST.');
  }
  const found = existing.find((rule) => keys.includes(keyOf(rule)));
  if (found === undefined) return;
  const message = `Security group rule already exists. Rule id is ${found.id}.`;
  throw refuse.conflict('SecurityGroupRuleExists', message);
}

function keyOf(rule: Compared): string {
  const prefix = ['0.0.0.0/0', '::/0'].includes(rule.remote_ip_prefix ?? '') ? null : rule.remote_ip_prefix;
  const protocol = rule.protocol === null ? null : numberOf(rule.protocol);
  const { port_range_min: min, port_range_max: max, remote_group_id: group, remote_address_group_id: addresses } = rule;
  return JSON.stringify([
    rule.security_group_id,
    rule.direction,
    rule.ethertype,
    protocol,
    min,
    max,
    group,
    addresses,
    prefix,
  ]);
}
