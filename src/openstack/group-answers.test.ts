import { expect, it } from 'vitest';
import { groupAnswers } from './group-answers.ts';
import type { ComputeGroup } from './compute-networks.ts';

type Rule = ComputeGroup['rules'][number];

const all = { cidr: '0.0.0.0/0' };
const icmp: Rule = { id: 'r', ip_protocol: 'ICMP', from_port: -1, to_port: -1, group: {}, ip_range: all };
const out = [
  { direction: 'egress', ethertype: 'IPv4' },
  { direction: 'egress', ethertype: 'IPv6' },
];

function check(rules: readonly Rule[], expected: readonly object[], untold: readonly unknown[] = []): void {
  const twice = ['1', '2'].map((id) => ({ id, name: 'twice', tenant_id: 'p', rules: [] }));
  const others = ['p', 'q'].map((owner) => ({ id: `db of ${owner}`, name: 'db', tenant_id: owner, rules: [] }));
  const own = { id: 'own', name: 'web', tenant_id: 'p', rules: [...rules] };
  const [group] = groupAnswers([own, ...others, ...twice], false);
  expect(group?.['security_group_rules']).toMatchObject([...expected, ...out]);
  expect(group?.['untold']).toEqual(untold);
}

it('-1 is every type of ICMP, and everything is let out', () => {
  const any = { protocol: 'icmp', port_range_min: null, port_range_max: null, remote_ip_prefix: '0.0.0.0/0' };
  check([icmp], [{ direction: 'ingress', ethertype: 'IPv4', ...any }]);
});

it('a rule names the group of that name of the same project', () => {
  check([{ ...icmp, ip_range: {}, group: { name: 'db', tenant_id: 'q' } }], [{ remote_group_id: 'db of q' }]);
});

it('a rule for a group that is not known for certain is left out, since it would let in everyone', () => {
  const rule = { ...icmp, ip_protocol: 'tcp', from_port: 22, to_port: 22, ip_range: {} };
  const gone = expect.stringContaining('tcp 22 from group gone, which is not told');
  check([{ ...rule, group: { name: 'gone', tenant_id: 'p' } }], [], [gone]);
  const twice = expect.stringContaining('a name that several groups have');
  check([{ ...rule, group: { name: 'twice', tenant_id: 'p' } }], [], [twice]);
});

it('two equal rules for all addresses are one of each family, and no IPv6 rule has a range of IPv4', () => {
  const six = { ethertype: 'IPv6', remote_ip_prefix: null };
  check([icmp, { ...icmp, id: 'r2' }], [{ ethertype: 'IPv4', remote_ip_prefix: '0.0.0.0/0' }, six]);
  check([{ ...icmp, ip_protocol: 'ipv6-icmp' }], [six]);
  const own = { ...icmp, ip_protocol: null, from_port: null, to_port: null, ip_range: {} };
  const remote = { name: 'db', tenant_id: 'p' };
  check(
    [
      { ...own, group: remote },
      { ...own, group: remote },
    ],
    [{ ethertype: 'IPv4' }, { ethertype: 'IPv6' }],
  );
});

it('what a Nova before Neutron does not tell is said', () => {
  const [group] = groupAnswers([{ id: '1', name: 'web', tenant_id: 'p', rules: [] }], true);
  expect(group?.['untold']).toEqual([expect.stringContaining('lets everything out')]);
});
