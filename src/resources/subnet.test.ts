import { describe, expect, it } from 'vitest';
import type { Lookup } from './kind.ts';
import { type Subnet, subnet } from './subnet.ts';

const odd: Subnet = {
  id: 's1',
  name: '',
  projectId: 'p1',
  description: '',
  networkId: 'n1',
  isExternal: false,
  ipVersion: 4,
  cidr: '10.0.0.0/24',
  pools: [],
  gatewayIp: null,
  dnsServers: ['9.9.9.9', '1.1.1.1'],
  hostRoutes: [],
  hasDhcp: true,
  raMode: null,
  addressMode: null,
  serviceTypes: [],
  publishesDns: undefined,
  isFromPool: false,
  hasSegment: false,
  tags: [],
};
const slaac = { ipVersion: 6, cidr: 'fd00::/64', raMode: 'slaac', addressMode: 'slaac' } as const;
const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
  destination: {
    computeVersion: '2.93',
    networkExtensions: ['subnet-service-types'],
    externalSubnets: [],
  },
  find: (_kind, id) => id.toUpperCase(),
  id: (_kind, id) => id.toUpperCase(),
};
const twin: Subnet = { ...odd, id: 'S1', projectId: 'P1', networkId: 'N1', description: '[pumphouse s1]' };

describe('translate', () => {
  function check(change: Partial<Subnet>, expected: object): void {
    expect(subnet.translate({ ...odd, ...change }, lookup)).toMatchObject(expected);
  }
  it('always sends pools and gateway, since Neutron would choose its own', () => {
    check({}, { allocation_pools: [], gateway_ip: null, network_id: 'N1', project_id: 'P1', service_types: [] });
    check({ gatewayIp: '10.0.0.254' }, { gateway_ip: '10.0.0.254', dns_nameservers: ['9.9.9.9', '1.1.1.1'] });
  });
  it('leaves DHCP to connect, unless IPv6 modes ask for it at once', () => {
    check({}, { enable_dhcp: false });
    check(slaac, { enable_dhcp: true, ipv6_ra_mode: 'slaac', ipv6_address_mode: 'slaac' });
    check({ ...slaac, hasDhcp: false, raMode: null, addressMode: null }, { enable_dhcp: false });
    expect(subnet.isConnected?.(odd)).toBe(false);
    const pools = [{ start: '10.0.0.2', end: '10.0.0.9' }];
    expect(subnet.isConnected?.({ ...odd, pools, hasDhcp: false })).toBe(true);
    expect(subnet.isConnected?.({ ...odd, pools, ...slaac })).toBe(true);
    // The pool that Neutron makes by itself goes away again.
    expect(subnet.isConnected?.({ ...odd, hasDhcp: false })).toBe(false);
  });
});

describe('of an unknown range', () => {
  const unknown: Subnet = { ...odd, cidr: '', isRangeUnknown: true };
  const draft = { network_id: 'N1' };
  it('takes the only one of its family on the twin of its network, whatever it is', () => {
    const there = { ...twin, description: '' };
    expect(subnet.match(unknown, draft, [{ ...there, ...slaac }, { ...there, networkId: 'N2' }, there])).toBe(there);
    expect(subnet.compare(unknown, there, lookup)).toEqual([]);
    expect(subnet.match(unknown, draft, [there, { ...there, id: 'S2' }])).toBeUndefined();
    expect(subnet.mustExist?.(unknown)).toContain('--map subnet:s1=');
  });
});

describe('compare', () => {
  function check(source: Partial<Subnet>, change: Partial<Subnet>, expected: readonly string[]): void {
    const found = subnet.compare({ ...odd, ...source }, { ...twin, ...source, ...change }, lookup);
    expect(found.map(({ attribute }) => attribute)).toEqual(expected);
  }
  const [low, high] = [
    { start: '10.0.0.2', end: '10.0.0.9' },
    { start: '10.0.0.20', end: '10.0.0.29' },
  ];
  it('finds the twin equal, whatever the order of its pools', () => {
    check({}, {}, []);
    check({ pools: [low, high] }, { pools: [high, low] }, []);
  });
  it('takes falsy values and the order of DNS servers for values', () => {
    check({}, { gatewayIp: '10.0.0.1' }, ['gateway']);
    check({}, { pools: [low] }, ['allocation pools']);
    check({ hasDhcp: false }, { hasDhcp: true }, ['DHCP']);
    check({}, { dnsServers: ['1.1.1.1', '9.9.9.9'] }, ['DNS servers']);
    check({}, { networkId: 'N2' }, ['network']);
    check(slaac, { addressMode: null }, ['address mode']);
  });
});

describe('match', () => {
  function check(source: Partial<Subnet>, candidates: readonly Subnet[], expected: string | undefined): void {
    expect(subnet.match({ ...odd, ...source }, { network_id: 'N1' }, candidates)?.id).toBe(expected);
  }
  it('goes by the mark, or by the range within the twin of its network', () => {
    check({}, [{ ...twin, cidr: '10.9.0.0/24' }], 'S1');
    check({}, [{ ...twin, description: '' }], 'S1');
    check({}, [{ ...twin, description: '', networkId: 'N2' }], undefined);
  });
  it('goes by the range alone where both are external', () => {
    const external = { ...twin, description: '', networkId: 'E', isExternal: true };
    check({ isExternal: true }, [external], 'S1');
    check({ isExternal: true }, [external, { ...external, id: 'S2' }], undefined);
  });
});

it('is never created on an external network, and needs its network otherwise', () => {
  expect(subnet.mustExist?.({ ...odd, isExternal: true })).toContain('10.0.0.0/24');
  expect(subnet.needs({ ...odd, isExternal: true }, lookup.choices)).toEqual([]);
  expect(subnet.needs(odd, lookup.choices).map(({ id }) => id)).toEqual(['n1', 'p1']);
});
