import { describe, expect, it } from 'vitest';
import type { Lookup } from './kind.ts';
import { type Network, network } from './network.ts';

const odd: Network = {
  id: 'n1',
  name: '',
  projectId: 'p1',
  description: '',
  isUp: false,
  isShared: false,
  isExternal: false,
  mtu: 1300,
  hasPortSecurity: false,
  dnsDomain: '',
  zoneHints: [],
  tags: ['b', 'a'],
  hasQosPolicy: false,
  provider: { type: 'vxlan', segment: 7 },
};
const extensions = ['net-mtu-writable', 'port-security', 'dns-integration'];
const lookup: Lookup = {
  choices: { disk: 'snapshot', quiesce: 'suspend', passwords: true },
  destination: { computeVersion: '2.93', networkExtensions: extensions, externalSubnets: [] },
  find: (_kind, id) => id.toUpperCase(),
  id: (_kind, id) => id.toUpperCase(),
};
const bare = { ...lookup.destination, networkExtensions: [] };
const twin: Network = { ...odd, id: 'N1', projectId: 'P1', description: '[pumphouse n1]', tags: ['a', 'b'] };

it('sends every attribute, falsy ones too, with its mark', () => {
  expect(network.translate(odd, lookup)).toEqual({
    name: '',
    description: '[pumphouse n1]',
    project_id: 'P1',
    admin_state_up: false,
    shared: false,
    mtu: 1300,
    port_security_enabled: false,
    dns_domain: '',
  });
});

describe('a network on a wire', () => {
  const wired = { ...odd, provider: { type: 'vlan', physicalNetwork: 'p1', segment: 7 } };
  const mapped = { ...lookup, choices: { ...lookup.choices, physicalNetworks: { p1: 'p2' } } };
  const noteOf = (of: typeof lookup) =>
    network.assess?.(wired, of).find(({ rule }) => rule === 'network-segment')?.summary;
  it('gets a segment of the destination’s choice', () => {
    expect(Object.keys(network.translate(wired, lookup)).filter((key) => key.startsWith('provider:'))).toEqual([]);
    expect(noteOf(lookup)).toContain('vlan network 7 on p1; the destination chooses its own segment');
  });
  it('keeps its segment where the operator told the wire', () => {
    expect(network.translate(wired, mapped)).toMatchObject({
      'provider:network_type': 'vlan',
      'provider:physical_network': 'p2',
      'provider:segmentation_id': 7,
    });
    expect(noteOf(mapped)).toContain('its twin gets the same segment on p2');
    const there = { ...wired, provider: { type: 'vlan', physicalNetwork: 'p2', segment: 8 } };
    const of = (other: typeof wired) => network.compare(wired, other, mapped).map(({ attribute }) => attribute);
    expect(of(there)).toContain('provider');
    expect(of({ ...there, provider: { ...there.provider, segment: 7 } })).not.toContain('provider');
  });
});

it('leaves out what the destination has no extension for, and says so', () => {
  const draft = network.translate(odd, { ...lookup, destination: bare });
  expect(Object.keys(draft)).toEqual(['name', 'description', 'project_id', 'admin_state_up', 'shared']);
  const rules = network.assess?.(odd, { ...lookup, destination: bare }).map(({ rule }) => rule);
  expect(rules).toEqual(['network-extension-missing']);
});

describe('compare', () => {
  function check(source: Partial<Network>, change: Partial<Network>, expected: readonly string[]): void {
    const found = network.compare({ ...odd, ...source }, { ...twin, ...change }, lookup);
    expect(found.map(({ attribute }) => attribute)).toEqual(expected);
  }
  it('finds the twin equal, its mark and the order of its tags apart', () => check({}, {}, []));
  it('takes falsy values for values', () => {
    check({}, { name: 'x' }, ['name']);
    check({}, { description: 'x [pumphouse n1]' }, ['description']);
    check({}, { isUp: true }, ['admin state']);
    check({}, { hasPortSecurity: true }, ['port security']);
    check({}, { dnsDomain: 'x.' }, ['DNS domain']);
    check({}, { tags: [] }, ['tags']);
    check({}, { projectId: 'P2' }, ['project']);
  });
  it('takes an unknown attribute for no difference, and a missing extension for its default', () => {
    check({ hasPortSecurity: undefined, mtu: undefined, dnsDomain: undefined }, {}, []);
    check({}, { hasPortSecurity: undefined, dnsDomain: undefined }, ['port security']);
  });
  it('lets another external network stand in', () => {
    check({ isExternal: true }, { isExternal: true, name: 'x', mtu: 9000 }, []);
    check({ isExternal: true }, {}, ['external']);
  });
});

describe('match', () => {
  const other = { ...twin, id: 'O', description: '' };
  function check(source: Partial<Network>, candidates: readonly Network[], expected: string | undefined): void {
    const found = network.match({ ...odd, ...source }, { project_id: 'P1' }, candidates);
    expect(found?.id).toBe(expected);
  }
  it('goes by the mark, never by the name alone', () => {
    check({}, [other], undefined);
    check({}, [other, twin], 'N1');
  });
  it('knows a description again that had no room for the mark', () => {
    const description = 'd'.repeat(255);
    check({ description }, [{ ...other, description }], 'O');
    check({ description }, [{ ...other, description, projectId: 'P2' }], undefined);
  });
  it('takes external and shared ones by name, if there is just one', () => {
    check({ isExternal: true }, [other, { ...other, id: 'E', isExternal: true }], 'E');
    check({ isShared: true }, [{ ...other, id: 'S', isShared: true }], 'S');
    check({ isShared: true }, [{ ...twin, id: 'S', isShared: true, description: '[pumphouse n2]' }], undefined);
    const shared = { ...other, isShared: true };
    check({ isShared: true }, [shared, { ...shared, id: 'O2' }], undefined);
  });
});

it('must be there when it is external, and is never moved when Neutron made it for itself', () => {
  expect(network.mustExist?.({ ...odd, isExternal: true })).toContain('--map network:n1=');
  expect(network.needs({ ...odd, isExternal: true }, lookup.choices)).toEqual([]);
  expect(network.isMovable?.({ ...odd, projectId: undefined })).toBe(false);
});

it('has something to connect only with tags or a description too long for the mark', () => {
  expect(network.isConnected?.(odd)).toBe(false);
  expect(network.isConnected?.({ ...odd, tags: [] })).toBe(true);
  expect(network.isConnected?.({ ...odd, tags: [], description: 'd'.repeat(255) })).toBe(false);
});
