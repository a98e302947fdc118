import { expect, it } from 'vitest';
import type { Resource } from '../resources/kind.ts';
import type { KindName } from '../resources/kind-name.ts';
import { byKind } from '../resources/kind-name.ts';
import { networkFindings } from './network-findings.ts';

type Sides = Parameters<typeof networkFindings>[0];
type Decisions = Parameters<typeof networkFindings>[1];

const tunnel = { type: 'vxlan', segment: 1001 };
const wire = { type: 'vlan', segment: 7, physicalNetwork: 'physnet1' };

function side(name: string, resources: Partial<Record<KindName, Resource[]>>): Sides['source'] {
  return { cloud: { name, authUrl: '' }, resources: { ...byKind((): Resource[] => []), ...resources } };
}

function network(id: string, values: object = {}): Resource {
  const own = { id, name: 'private', isExternal: false, mtu: 1450, provider: tunnel };
  return { ...own, ...values };
}

function subnet(networkId: string, values: object = {}): Resource {
  const pools = [{ start: '10.0.0.2', end: '10.0.0.9' }];
  const own = { id: `of ${networkId}`, name: '', networkId, cidr: '10.0.0.0/24', pools, hasDhcp: true };
  return { ...own, ...values };
}

const servers = ['web1', 'db1'].map((name): Resource => ({ id: name, name }));
const ports = servers.map(({ id }): Resource => {
  const port = { id: `port of ${id}`, name: '', networkId: 'n', deviceId: id };
  return port;
});

interface Given {
  readonly values?: object;
  readonly twin?: Resource;
  readonly twinSubnet?: object;
  readonly moving?: readonly string[];
  readonly moved?: readonly string[];
}

function check(
  { values, twin, twinSubnet, moving = ['web1', 'db1'], moved = [] }: Given,
  expected: readonly string[],
): void {
  const own = network('n', values);
  const source = side('old', { network: [own], subnet: [subnet('n')], port: ports, server: servers });
  const there = twin === undefined ? {} : { network: [twin], subnet: [subnet(twin.id, twinSubnet)] };
  const decisions: Decisions = [
    {
      chosen: { kind: 'network', resource: own, name: own.name, reason: '' },
      action: twin === undefined ? 'create' : 'adopt',
      ...(twin === undefined ? {} : { twinId: twin.id }),
    },
    ...[...moving, ...moved].map((name) => ({
      chosen: { kind: 'server' as const, resource: { id: name, name }, name, reason: '' },
      action: moved.includes(name) ? ('skip' as const) : ('create' as const),
    })),
  ];
  const found = networkFindings({ source, destination: side('new', there) }, decisions);
  expect(found.map(({ severity, summary }) => `${severity}: ${summary}`)).toEqual(expected);
}

it('says that servers of one network are apart until all have moved', () => {
  check({}, [
    'note: while only some of db1, web1 have moved, those here and those there cannot reach each other: private is ' +
      'VXLAN 1001 on old and will be a segment of its own on new',
  ]);
});

it('warns when a server of the network stays behind', () => {
  check({ moving: ['web1'] }, [
    'warning: web1 will not reach db1, which stays, over network private any more: private is VXLAN 1001 on old and ' +
      'will be a segment of its own on new',
  ]);
});

it('does not take a server that has moved already for one that stays', () => {
  check({ moving: ['db1'], moved: ['web1'] }, [
    'note: while only some of db1, web1 have moved, those here and those there cannot reach each other: private is ' +
      'VXLAN 1001 on old and will be a segment of its own on new',
  ]);
});

it('takes two tunnels of one number for two segments', () => {
  check({ twin: network('t') }, [
    'note: while only some of db1, web1 have moved, those here and those there cannot reach each other: private is ' +
      'VXLAN 1001 on old and another VXLAN 1001 on new',
  ]);
});

const joined =
  'note: network private is VLAN 7 on physnet1 in both clouds: who has moved and who has not reach each other, if ' +
  'that is one wire';

it('says that servers on one wire reach each other', () => {
  const pools = [{ start: '10.0.0.20', end: '10.0.0.29' }];
  const twin = network('t', { provider: wire });
  check({ values: { provider: wire }, twin, twinSubnet: { hasDhcp: false, pools } }, [joined]);
});

it('warns of two clouds that disagree on one wire', () => {
  check({ values: { provider: wire }, twin: network('t', { provider: wire, mtu: 1500 }) }, [
    joined,
    'warning: on network private, which is one segment in both clouds: MTU 1450 here and 1500 there; DHCP of both ' +
      'clouds answers on it; both clouds give out addresses of the same pools, and neither knows those of the other',
  ]);
});

it('tells whether external ranges are the same', () => {
  const values = { isExternal: true };
  check({ values, twin: network('t', values) }, [
    'note: external network private has 10.0.0.0/24 on both sides: each address of it answers in one cloud at a ' +
      'time, and what routes to it must know both',
  ]);
  check({ values, twin: network('t', values), twinSubnet: { cidr: '10.9.0.0/24' } }, [
    'note: external network private is 10.0.0.0/24 on old and 10.9.0.0/24 on new: who has moved is reached from ' +
      'outside by other addresses than before',
  ]);
});

it('says nothing where no server moves', () => {
  check({ moving: [], moved: ['web1', 'db1'] }, []);
});
