import { expect, it } from 'vitest';
import { ruleBody, ruleKey, type SecurityGroupRule } from './security-group-rule.ts';

const any: SecurityGroupRule = {
  id: 'r',
  direction: 'ingress',
  etherType: 'IPv4',
  protocol: null,
  rangeStart: null,
  rangeEnd: null,
  remotePrefix: null,
  remoteGroupId: null,
  remoteAddressGroupId: null,
  description: '',
};

function check(a: Partial<SecurityGroupRule>, b: Partial<SecurityGroupRule>, isSame: boolean): void {
  const key = (rule: Partial<SecurityGroupRule>): string => ruleKey({ ...any, ...rule }, (id) => id);
  expect(key(a) === key(b)).toBe(isSame);
}

it('takes for the same what Neutron takes for the same', () => {
  check({ id: 'a', description: 'x' }, { id: 'b' }, true);
  check({ remotePrefix: '1.2.3.4' }, { remotePrefix: '1.2.3.4/32' }, true);
  check({ remotePrefix: 'fd00::1' }, { remotePrefix: 'fd00::1/128' }, true);
  check({ remotePrefix: '0.0.0.0/0' }, {}, true);
  check({ protocol: '6' }, { protocol: 'tcp' }, true);
  check({ protocol: 'any' }, {}, true);
  check({ etherType: 'IPv6', protocol: 'icmp' }, { etherType: 'IPv6', protocol: 'ipv6-icmp' }, true);
  check({ protocol: 'tcp', rangeStart: 1, rangeEnd: 65535 }, { protocol: 'tcp' }, true);
});

it('tells apart what differs in one part only', () => {
  check({ remoteGroupId: 'a' }, { remoteGroupId: 'b' }, false);
  check({ remoteGroupId: 'a' }, {}, false);
  check({ remoteAddressGroupId: 'a' }, {}, false);
  check({ direction: 'egress' }, {}, false);
  check({ etherType: 'IPv6' }, {}, false);
  check({ protocol: 'icmp', rangeStart: 0, rangeEnd: 0 }, { protocol: 'icmp' }, false);
  check({ protocol: 'icmp', rangeStart: 0 }, { protocol: 'icmp', rangeStart: 0, rangeEnd: 0 }, false);
});

it('sends null for any, and the twin of the remote group', () => {
  const rule = { ...any, remoteGroupId: 'g', protocol: 'icmp', rangeStart: 0 };
  expect(ruleBody(rule, 'G0', (id) => id.toUpperCase())).toEqual({
    security_group_id: 'G0',
    direction: 'ingress',
    ethertype: 'IPv4',
    protocol: 'icmp',
    port_range_min: 0,
    port_range_max: null,
    remote_ip_prefix: null,
    remote_group_id: 'G',
    description: '',
  });
});
