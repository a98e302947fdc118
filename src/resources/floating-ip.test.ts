import { describe, expect, it } from 'vitest';
import { type FloatingIp, floatingIp } from './floating-ip.ts';
import type { Lookup } from './kind.ts';

const given: FloatingIp = {
  id: 'f1',
  name: '172.24.4.9',
  projectId: 'p1',
  description: 'web',
  address: '172.24.4.9',
  networkId: 'e1',
  portId: 'x1',
  fixedAddress: '10.0.0.5',
  routerId: 'r1',
  dnsName: undefined,
  dnsDomain: undefined,
  tags: [],
  hasQosPolicy: false,
  hasForwardings: false,
};
const reserved = { portId: null, fixedAddress: null, routerId: null };

/** A lookup in a destination whose external network has this range. */
function lookupIn(cidr: string): Lookup {
  const externalSubnets = [{ id: 'X', networkId: 'E1', cidr }];
  return {
    choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
    destination: { computeVersion: '2.93', networkExtensions: [], externalSubnets },
    find: (_kind, id) => id.toUpperCase(),
    id: (_kind, id) => id.toUpperCase(),
  };
}
const [same, other] = ['172.24.4.0/24', '172.24.5.0/24'];
const twin: FloatingIp = {
  ...given,
  id: 'F1',
  projectId: 'P1',
  description: 'web [pumphouse f1]',
  networkId: 'E1',
  portId: 'X1',
  routerId: 'R1',
};

describe('translate', () => {
  const body = { description: 'web [pumphouse f1]', project_id: 'P1', floating_network_id: 'E1' };
  function check(change: Partial<FloatingIp>, cidr: string, expected: object): void {
    expect(floatingIp.translate({ ...given, ...change }, lookupIn(cidr))).toEqual({ ...body, ...expected });
  }
  const association = { port_id: 'X1', fixed_ip_address: '10.0.0.5' };
  it('asks for the same address where the destination has it', () => {
    check({}, same, { ...association, floating_ip_address: '172.24.4.9' });
    check({}, other, association);
  });
  it('leads nowhere when it is only reserved', () => check(reserved, other, {}));
});

describe('compare', () => {
  function check(source: Partial<FloatingIp>, change: Partial<FloatingIp>, cidr: string, expected: string[]): void {
    const found = floatingIp.compare({ ...given, ...source }, { ...twin, ...change }, lookupIn(cidr));
    expect(found.map(({ attribute }) => attribute)).toEqual(expected);
  }
  const moved = { name: '172.24.5.3', address: '172.24.5.3' };
  it('compares the address only where it could be kept', () => {
    check({}, {}, same, []);
    check({}, moved, other, []);
    check({}, moved, same, ['address']);
  });
  it('takes no port for a value', () => {
    check(reserved, {}, same, ['port', 'fixed address']);
    check({}, reserved, same, ['port', 'fixed address']);
    check({}, { description: '' }, same, ['description']);
  });
});

describe('match', () => {
  function check(cidr: string, change: Partial<FloatingIp>, expected: string | undefined): void {
    const draft = floatingIp.translate(given, lookupIn(cidr));
    expect(floatingIp.match(given, draft, [{ ...twin, ...change }])?.id).toBe(expected);
  }
  it('goes by the mark, or by the address', () => {
    check(other, { address: '172.24.5.3' }, 'F1');
    check(same, { description: '' }, 'F1');
    check(same, { description: '', networkId: 'E2' }, undefined);
    check(other, { description: '' }, undefined);
  });
});

it('warns when only another external network has its address', () => {
  const lookup = lookupIn('0.0.0.0/0');
  const rulesOf = (networkId: string) => floatingIp.assess?.({ ...given, networkId }, lookup).map(({ rule }) => rule);
  expect(rulesOf(given.networkId)).toEqual([]);
  expect(rulesOf('other')).toEqual(['floating-ip-address-changes']);
});

it('waits for its router, goes with its port, and warns of another address', () => {
  const lookup = lookupIn(other);
  expect(floatingIp.needs(given, lookup.choices)).toContainEqual({ kind: 'router', id: 'r1', state: 'connected' });
  expect(floatingIp.follows?.(given)).toEqual([{ kind: 'port', id: 'x1' }]);
  expect(floatingIp.assess?.(given, lookup).map(({ rule }) => rule)).toEqual(['floating-ip-address-changes']);
});
