import { describe, expect, it } from 'vitest';
import type { Lookup } from './kind.ts';
import { router } from './router.ts';
import type { Router } from './router-answer.ts';

const odd: Router = {
  id: 'r1',
  name: '',
  projectId: 'p1',
  description: '',
  isUp: false,
  gateway: { networkId: 'e1', hasSnat: false, addresses: [{ address: '172.24.4.9', cidr: '172.24.4.0/24' }] },
  interfaces: [{ networkId: 'n1', addresses: [{ subnetId: 's1', address: '10.0.0.1' }], isGateway: true }],
  routes: [
    { destination: '10.8.0.0/16', nexthop: '10.0.0.9' },
    { destination: '10.9.0.0/16', nexthop: '172.24.4.1' },
  ],
  isDistributed: false,
  isHighlyAvailable: true,
  tags: [],
};

/** A lookup in a destination whose external network has this range. */
function lookupIn(cidr: string): Lookup {
  return {
    choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
    destination: {
      computeVersion: '2.93',
      networkExtensions: ['ext-gw-mode', 'extraroute'],
      externalSubnets: [{ id: 'X', networkId: 'E1', cidr }],
    },
    find: (_kind, id) => id.toUpperCase(),
    id: (_kind, id) => id.toUpperCase(),
  };
}
const elsewhere = '172.24.5.0/24';
const twin: Router = {
  ...odd,
  id: 'R1',
  projectId: 'P1',
  description: '[pumphouse r1]',
  gateway: { networkId: 'E1', hasSnat: false, addresses: [{ address: '172.24.5.7', cidr: elsewhere }] },
  interfaces: [{ networkId: 'N1', addresses: [{ subnetId: 'S1', address: '10.0.0.1' }], isGateway: true }],
  routes: odd.routes.slice(0, 1),
};

describe('the gateway', () => {
  function check(cidr: string, addresses: readonly object[] | undefined, rules: readonly string[]): void {
    const lookup = lookupIn(cidr);
    const draft = router.translate(odd, lookup);
    const body = { network_id: 'E1', enable_snat: false, ...(addresses && { external_fixed_ips: addresses }) };
    expect(draft).toMatchObject({ external_gateway_info: body, admin_state_up: false });
    expect(draft.external_gateway_info).toEqual(body);
    const findings = router.assess?.(odd, lookup) ?? [];
    expect(findings.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([...rules, 'note router-sort']);
  }
  it('keeps its address in another range that has it', () => {
    check('172.24.0.0/16', [{ subnet_id: 'X', ip_address: '172.24.4.9' }], []);
  });
  it('gets another where the range is absent', () => {
    check(elsewhere, undefined, ['note router-gateway-address', 'warning router-route']);
  });
  it('gets another where both clouds may share the wire', () => {
    check('172.24.4.0/24', undefined, ['warning router-gateway-address']);
  });
  it('gets other addresses for all if one of them cannot be kept, and says so once', () => {
    const addresses = [
      { address: '172.24.4.9', cidr: '172.24.4.0/24' },
      { address: 'fd00::9', cidr: 'fd00::/64' },
    ];
    const both = { ...odd, gateway: { networkId: 'e1', hasSnat: true, addresses } };
    const lookup = lookupIn('172.24.0.0/16');
    expect(router.translate(both, lookup).external_gateway_info).toEqual({ network_id: 'E1', enable_snat: true });
    expect(router.assess?.(both, lookup)[0]?.summary).toBe(
      'router  gets other gateway addresses than 172.24.4.9 and fd00::9: its external network there has no fd00::9',
    );
  });
  it('looks at its own external network only', () => {
    const lookup = lookupIn('172.24.0.0/16');
    const strange = { ...odd, gateway: { networkId: 'e2', hasSnat: false, addresses: odd.gateway?.addresses ?? [] } };
    expect(router.translate(strange, lookup).external_gateway_info).toEqual({ network_id: 'E2', enable_snat: false });
    expect(router.assess?.(strange, lookup).map(({ rule }) => rule)).toContain('router-gateway-address');
  });
  it('stays away when there is none', () => {
    const draft = router.translate({ ...odd, gateway: null }, lookupIn(elsewhere));
    expect(Object.keys(draft)).toEqual(['name', 'description', 'project_id', 'admin_state_up']);
  });
});

describe('compare', () => {
  function check(source: Partial<Router>, change: Partial<Router>, expected: readonly string[]): void {
    const found = router.compare({ ...odd, ...source }, { ...twin, ...change }, lookupIn(elsewhere));
    expect(found.map(({ attribute }) => attribute)).toEqual(expected);
  }
  it('finds the twin equal, without what the destination has no way to', () => check({}, {}, []));
  it('takes falsy values for values', () => {
    check({}, { isUp: true }, ['admin state']);
    check({}, { gateway: null }, ['external network', 'SNAT']);
    check({ gateway: null, routes: [] }, {}, ['external network', 'routes']);
    check({}, { interfaces: [] }, ['interfaces']);
    check({}, { routes: [] }, ['routes']);
  });
  it('compares addresses, not the ports they are on', () => {
    const [first] = twin.interfaces;
    const second = { subnetId: 'S6', address: 'fd00::1' };
    const both = [...(first?.addresses ?? []), second];
    const together = [{ networkId: 'n1', addresses: both.map(lower), isGateway: false }];
    const apart = [...twin.interfaces, { networkId: 'N1', addresses: [second], isGateway: true }];
    check({ interfaces: together }, { interfaces: apart }, []);
  });
});

function lower({ subnetId, address }: { subnetId: string; address: string }): { subnetId: string; address: string } {
  return { subnetId: subnetId.toLowerCase(), address };
}

it('needs its external network, links to its subnets, and is connected only when bare', () => {
  const { choices } = lookupIn(elsewhere);
  expect(router.needs(odd, choices).map(({ id }) => id)).toEqual(['p1', 'e1']);
  expect(router.links?.(odd)).toEqual([{ kind: 'subnet', id: 's1' }]);
  expect(router.isConnected?.(odd)).toBe(false);
  expect(router.isConnected?.({ ...odd, interfaces: [], routes: [] })).toBe(true);
});
