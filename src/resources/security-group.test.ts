import { describe, expect, it } from 'vitest';
import type { Lookup } from './kind.ts';
import { type SecurityGroup, securityGroup } from './security-group.ts';
import type { SecurityGroupRule } from './security-group-rule.ts';

const rule: SecurityGroupRule = {
  id: 'r',
  direction: 'ingress',
  etherType: 'IPv4',
  protocol: 'tcp',
  rangeStart: 22,
  rangeEnd: 22,
  remotePrefix: null,
  remoteGroupId: 'g2',
  remoteAddressGroupId: null,
  description: '',
};
const self = { ...rule, remoteGroupId: 'g1' };
const group: SecurityGroup = {
  id: 'g1',
  name: 'web',
  projectId: 'p1',
  description: '',
  isStateful: false,
  isShared: false,
  tags: [],
  rules: [rule, self],
};
const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
  destination: {
    computeVersion: '2.93',
    networkExtensions: ['stateful-security-group'],
    externalSubnets: [],
  },
  find: (_kind, id) => id.toUpperCase(),
  id: (_kind, id) => id.toUpperCase(),
};
const twin: SecurityGroup = {
  ...group,
  id: 'G1',
  projectId: 'P1',
  description: '[pumphouse g1]',
  rules: [
    { ...self, id: 'x', remoteGroupId: 'G1' },
    { ...rule, id: 'y', remoteGroupId: 'G2' },
  ],
};

it('is created without rules, stateless if it is', () => {
  const body = { name: 'web', description: '[pumphouse g1]', project_id: 'P1', stateful: false };
  expect(securityGroup.translate(group, lookup)).toEqual(body);
});

it('links to the groups that its rules name, itself apart', () => {
  expect(securityGroup.links?.(group)).toEqual([{ kind: 'security-group', id: 'g2' }]);
});

describe('compare', () => {
  function check(source: Partial<SecurityGroup>, change: Partial<SecurityGroup>, expected: readonly unknown[]): void {
    const found = securityGroup.compare({ ...group, ...source }, { ...twin, ...change }, lookup);
    expect(found).toEqual(expected);
  }
  it('finds the twin equal, whatever the order of rules', () => check({}, {}, []));
  it('names missing and superfluous rules', () => {
    const missing = 'ingress IPv4 6 22-22 group G1';
    check({}, { rules: twin.rules.slice(1) }, [{ attribute: 'rules', source: [missing], destination: [] }]);
    check({ rules: [] }, { rules: twin.rules.slice(0, 1) }, [
      { attribute: 'rules', source: [], destination: [missing] },
    ]);
  });
  it('compares a rule with its description', () => {
    const rules = [{ ...rule, description: 'ssh' }, self];
    const words = 'ingress IPv4 6 22-22 group G2';
    check({ rules }, {}, [{ attribute: 'rules', source: [`${words} (ssh)`], destination: [words] }]);
  });
  it('takes stateless for a value', () => {
    check({}, { isStateful: true }, [{ attribute: 'stateful', source: false, destination: true }]);
    check({ isStateful: undefined }, { isStateful: true }, []);
  });
});

describe('match', () => {
  function check(source: Partial<SecurityGroup>, candidates: readonly SecurityGroup[], expected?: string): void {
    const resource = { ...group, ...source };
    expect(securityGroup.match(resource, securityGroup.translate(resource, lookup), candidates)?.id).toBe(expected);
  }
  const unmarked = { ...twin, description: '' };
  it('goes by the mark, and for the default group by its project', () => {
    check({}, [unmarked]);
    check({}, [unmarked, twin], 'G1');
    check({ name: 'default' }, [{ ...unmarked, name: 'default', projectId: 'P2' }]);
    check({ name: 'default' }, [{ ...unmarked, name: 'default' }], 'G1');
  });
});

it('cannot move with a rule for an address group', () => {
  const named = { ...group, rules: [{ ...rule, remoteAddressGroupId: 'a' }] };
  const findings = securityGroup.assess?.(named, lookup) ?? [];
  expect(findings.map(({ severity }) => severity)).toEqual(['blocker']);
});
