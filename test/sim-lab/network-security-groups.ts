import { memberCall, networkCall } from './network-call.ts';
import type { Step } from './step.ts';

const ruleFields = [
  'direction',
  'ethertype',
  'protocol',
  'port_range_min',
  'port_range_max',
  'remote_ip_prefix',
  'remote_group_id',
  'normalized_cidr',
  'description',
  'remote_address_group_id',
];
const same = ruleFields.map((name) => `security_group_rule.${name}`);
const groupSame = ['name', 'description', 'stateful', 'shared', 'tags'].map((name) => `security_group.${name}`);
const nowhere = '00000000-0000-4000-8000-000000000000';

function ruleOf(more: object): object {
  return { security_group_rule: { security_group_id: '{sgId}', direction: 'ingress', ...more } };
}

function refused(title: string, more: object): Step {
  return networkCall(title, 'POST security-group-rules', ruleOf(more));
}

function made(title: string, name: string, more: object): Step {
  return networkCall(title, 'POST security-group-rules', ruleOf(more), {
    keep: { [name]: 'security_group_rule.id' },
    same,
  });
}

const groups: readonly Step[] = [
  networkCall('a list makes the default group', 'GET security-groups?project_id={projectId}', undefined, {
    keep: { defaultId: 'security_groups.0.id' },
    same: ['security_groups.*.name', 'security_groups.*.description', 'security_groups.*.stateful'],
  }),
  networkCall(
    'the rules of the default group',
    'GET security-group-rules?security_group_id={defaultId}&direction=ingress&ethertype=IPv4',
    undefined,
    {
      same: ruleFields.map((name) => `security_group_rules.*.${name}`),
    },
  ),
  networkCall(
    'a group',
    'POST security-groups',
    { security_group: { name: 'simtest-sg', description: 'ü' } },
    {
      keep: { sgId: 'security_group.id' },
      same: [...groupSame, 'security_group.security_group_rules.*.direction'],
    },
  ),
  networkCall(
    'a group of that name',
    'POST security-groups',
    { security_group: { name: 'simtest-sg' } },
    { keep: { sg2Id: 'security_group.id' }, same: groupSame },
  ),
  networkCall(
    'a group that is stateless',
    'POST security-groups',
    { security_group: { name: '', stateful: false } },
    { keep: { sg3Id: 'security_group.id' }, same: groupSame },
  ),
  networkCall(
    'groups at once',
    'POST security-groups',
    { security_groups: [{ name: 'a' }, { name: 'b' }] },
    { keep: { sgaId: 'security_groups.0.id', sgbId: 'security_groups.1.id' } },
  ),
  networkCall('a group named default', 'POST security-groups', { security_group: { name: 'default' } }),
  networkCall('a group named DEFAULT', 'POST security-groups', { security_group: { name: 'Default' } }),
  networkCall('a group with rules', 'POST security-groups', {
    security_group: { name: 'x', security_group_rules: [] },
  }),
  networkCall(
    'groups by name',
    'GET security-groups?name=simtest-sg&fields=description&sort_key=name&sort_dir=asc&fields=name',
    undefined,
    { same: ['security_groups.*.name'] },
  ),
  networkCall(
    'groups by ids',
    'GET security-groups?id={sgId}&id={sg3Id}&fields=stateful&sort_key=name&sort_dir=asc',
    undefined,
    { same: ['security_groups'] },
  ),
  networkCall('see the group', 'GET security-groups/{sgId}', undefined, { same: groupSame }),
  networkCall('see no group', `GET security-groups/${nowhere}`),
  networkCall(
    'change the group',
    'PUT security-groups/{sgId}',
    { security_group: { name: '', description: '' } },
    { same: groupSame },
  ),
  networkCall(
    'change the group to stateless',
    'PUT security-groups/{sgId}',
    { security_group: { stateful: false } },
    { same: groupSame },
  ),
  networkCall('change the name to default', 'PUT security-groups/{sgId}', { security_group: { name: 'default' } }),
  networkCall('rename the default group', 'PUT security-groups/{defaultId}', { security_group: { name: 'x' } }),
  networkCall(
    'describe the default group',
    'PUT security-groups/{defaultId}',
    { security_group: { description: 'd' } },
    { same: groupSame },
  ),
  networkCall('tags of a group', 'PUT security-groups/{sgId}/tags', { tags: ['x'] }, { same: ['tags'] }),
];

const rules: readonly Step[] = [
  made('a rule', 'ruleId', { protocol: 'tcp', port_range_min: 22, port_range_max: 22, remote_ip_prefix: '10.0.0.0/8' }),
  refused('the rule again', {
    protocol: 'tcp',
    port_range_min: 22,
    port_range_max: 22,
    remote_ip_prefix: '10.0.0.0/8',
  }),
  refused('the rule by number again', {
    protocol: '6',
    port_range_min: 22,
    port_range_max: 22,
    remote_ip_prefix: '10.0.0.0/8',
  }),
  made('all of IPv4', 'allId', {}),
  refused('all of IPv4 by prefix', { remote_ip_prefix: '0.0.0.0/0' }),
  made('all of IPv6', 'all6Id', { ethertype: 'ipv6', remote_ip_prefix: '::/0' }),
  made('an address alone', 'hostId', {
    protocol: 'udp',
    port_range_min: 53,
    port_range_max: 53,
    remote_ip_prefix: '192.0.2.7',
  }),
  made('bits behind the prefix', 'bitsId', {
    protocol: 'udp',
    port_range_min: 54,
    port_range_max: 54,
    remote_ip_prefix: '192.0.2.7/24',
  }),
  made('ICMP', 'icmpId', { protocol: 'icmp', port_range_min: 8, port_range_max: 0 }),
  made('ICMP of type 0', 'icmp0Id', { protocol: 'icmp', port_range_min: 0 }),
  made('ICMP in IPv6', 'icmp6Id', { protocol: 'icmp', ethertype: 'IPv6' }),
  made('a protocol by number', 'numberId', { protocol: 47 }),
  made('a protocol in capitals', 'upperId', { protocol: 'SCTP', port_range_min: '1', port_range_max: '65535' }),
  made('any protocol', 'anyId', { protocol: 'any', remote_ip_prefix: '198.51.100.0/24' }),
  made('all ports by -1', 'minusId', { protocol: 'tcp', port_range_min: -1, port_range_max: -1 }),
  made('of itself', 'selfId', { remote_group_id: '{sgId}', description: 'self' }),
  made('of another group', 'peerId', {
    remote_group_id: '{sg2Id}',
    protocol: 'tcp',
    port_range_min: 1,
    port_range_max: 9,
  }),
  refused('a protocol that is none', { protocol: 'magic' }),
  refused('a protocol that is too big', { protocol: 256 }),
  refused('ports without protocol', { port_range_min: 1, port_range_max: 2 }),
  refused('ports of GRE', { protocol: 'gre', port_range_min: 1, port_range_max: 2 }),
  refused('ports the wrong way round', { protocol: 'tcp', port_range_min: 9, port_range_max: 2 }),
  refused('one port only', { protocol: 'tcp', port_range_min: 9 }),
  refused('a port that is too big', { protocol: 'tcp', port_range_min: 9, port_range_max: 70000 }),
  refused('port 0', { protocol: 'tcp', port_range_min: 0, port_range_max: 5 }),
  refused('a port that is no number', { protocol: 'tcp', port_range_min: 'x', port_range_max: 5 }),
  refused('an ICMP code alone', { protocol: 'icmp', port_range_max: 3 }),
  refused('an ICMP type that is too big', { protocol: 'icmp', port_range_min: 300 }),
  refused('a prefix of the other version', { remote_ip_prefix: 'fd00::/8' }),
  refused('a prefix that is none', { remote_ip_prefix: 'ten' }),
  refused('IPv6 ICMP in IPv4', { protocol: 'ipv6-icmp' }),
  refused('a prefix and a group', { remote_ip_prefix: '10.0.0.0/8', remote_group_id: '{sg2Id}' }),
  refused('a remote group that is none', { remote_group_id: nowhere }),
  refused('a direction that no rule has', { direction: 'up' }),
  refused('an ethertype that is none', { ethertype: 'IPX' }),
  networkCall('a rule of no group', 'POST security-group-rules', { security_group_rule: { direction: 'ingress' } }),
  networkCall('a rule of a group that is none', 'POST security-group-rules', {
    security_group_rule: { security_group_id: nowhere, direction: 'ingress' },
  }),
  networkCall(
    'rules at once',
    'POST security-group-rules',
    {
      security_group_rules: [
        { security_group_id: '{sg2Id}', direction: 'egress', protocol: 'tcp' },
        { security_group_id: '{sg2Id}', direction: 'egress', protocol: 'udp' },
      ],
    },
    { same: ['security_group_rules.*.protocol'] },
  ),
  networkCall('rules of two groups at once', 'POST security-group-rules', {
    security_group_rules: [
      { security_group_id: '{sg2Id}', direction: 'ingress', protocol: 'tcp' },
      { security_group_id: '{sgId}', direction: 'egress', protocol: 'udp' },
    ],
  }),
  networkCall('rules twice at once', 'POST security-group-rules', {
    security_group_rules: [
      { security_group_id: '{sg2Id}', direction: 'ingress', protocol: 'tcp' },
      { security_group_id: '{sg2Id}', direction: 'ingress', protocol: 'tcp' },
    ],
  }),
  networkCall('see the rule', 'GET security-group-rules/{ruleId}', undefined, { same }),
  networkCall(
    'rules by group',
    'GET security-group-rules?security_group_id={sgId}&protocol=tcp&port_range_min=22',
    undefined,
    { same: ruleFields.map((name) => `security_group_rules.*.${name}`) },
  ),
  networkCall(
    'describe a rule',
    'PUT security-group-rules/{ruleId}',
    { security_group_rule: { description: 'd' } },
    { same },
  ),
  networkCall('change a rule', 'PUT security-group-rules/{ruleId}', { security_group_rule: { protocol: 'udp' } }),
  networkCall('remove a rule', 'DELETE security-group-rules/{ruleId}'),
  networkCall('remove a rule again', 'DELETE security-group-rules/{ruleId}'),
];

const used: readonly Step[] = [
  networkCall(
    'a group on a port',
    'PUT ports/{portId}',
    { port: { security_groups: ['{sg2Id}'] } },
    { same: ['port.security_groups'] },
  ),
  networkCall('a group in use', 'DELETE security-groups/{sg2Id}'),
  networkCall('a group in use turns stateless', 'PUT security-groups/{sg2Id}', { security_group: { stateful: false } }),
  networkCall('stateful and stateless on a port', 'PUT ports/{portId}', {
    port: { security_groups: ['{sg2Id}', '{sg3Id}'] },
  }),
  networkCall('ports by group', 'GET ports?security_groups={sg2Id}&fields=name', undefined, { same: ['ports'] }),
  networkCall(
    'a group on no port',
    'PUT ports/{portId}',
    { port: { security_groups: [] } },
    { same: ['port.security_groups'] },
  ),
  networkCall('a named group goes', 'DELETE security-groups/{sg2Id}'),
  networkCall('and the rule that names it', 'GET security-group-rules/{peerId}'),
];

const membered: readonly Step[] = [
  memberCall(
    'a group',
    'POST security-groups',
    { security_group: { name: 'simtest-mine' } },
    { keep: { mineSgId: 'security_group.id' }, same: groupSame },
  ),
  memberCall(
    'a rule',
    'POST security-group-rules',
    { security_group_rule: { security_group_id: '{mineSgId}', direction: 'ingress' } },
    { same },
  ),
  memberCall('a rule in the group of another', 'POST security-group-rules', {
    security_group_rule: { security_group_id: '{sgId}', direction: 'ingress' },
  }),
  memberCall('lists groups', 'GET security-groups?fields=name&sort_key=name&sort_dir=asc', undefined, {
    same: ['security_groups'],
  }),
  memberCall('sees the group of another', 'GET security-groups/{sgId}'),
  memberCall('removes the group of another', 'DELETE security-groups/{sgId}'),
  memberCall('removes the default group', 'DELETE security-groups/{defaultId}'),
  memberCall('removes its group', 'DELETE security-groups/{mineSgId}'),
];

const gone: readonly Step[] = ['sgId', 'sg3Id', 'sgaId', 'sgbId'].map((name) =>
  networkCall(`remove the group ${name}`, `DELETE security-groups/{${name}}`),
);

export const networkSecurityGroups: readonly Step[] = [...groups, ...rules, ...used, ...membered, ...gone];
