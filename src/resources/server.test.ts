import { expect, it } from 'vitest';
import { serverSchema as answerSchema } from '../openstack/compute.ts';
import type { Choices, Lookup } from './kind.ts';
import { server, type Server } from './server.ts';
import { serverFromAnswer, userDataDigest } from './server-from-answer.ts';
import { devicePortSchema } from './server-port.ts';

const shape = { vcpus: 1, ram: 96, disk: 1, ephemeral: 0, swap: 0 };
const flavor = { id: 'f', name: 'tiny', vcpus: 1, ram: 96, disk: 1, 'OS-FLV-EXT-DATA:ephemeral': 0, swap: 0 } as const;

const answer = answerSchema.parse({
  id: 's',
  name: 'web.1',
  status: 'ACTIVE',
  tenant_id: 'p',
  user_id: 'u',
  description: null,
  metadata: { role: 'web', empty: '' },
  tags: ['prod'],
  image: { id: 'i' },
  flavor: { ...shape, original_name: 'tiny', extra_specs: { a: 'b' } },
  addresses: {
    blue: [
      { addr: '10.0.0.2', 'OS-EXT-IPS-MAC:mac_addr': 'fa:02' },
      { addr: '172.24.4.9', 'OS-EXT-IPS-MAC:mac_addr': 'fa:02' },
    ],
    red: [{ addr: '10.1.0.1', 'OS-EXT-IPS-MAC:mac_addr': 'fa:01' }],
  },
  key_name: 'me',
  config_drive: '',
  'OS-EXT-STS:task_state': null,
  'OS-EXT-SRV-ATTR:hostname': 'web-1',
  'OS-EXT-SRV-ATTR:kernel_id': 'k',
  'OS-EXT-SRV-ATTR:ramdisk_id': '',
  'OS-EXT-SRV-ATTR:user_data': 'c2VjcmV0',
});

const port = (id: string, mac: string, address: string, owner = 'compute:nova', device = 's') =>
  devicePortSchema.parse({
    id,
    mac_address: mac,
    device_id: device,
    device_owner: owner,
    fixed_ips: [{ subnet_id: `subnet-${address}`, ip_address: address }],
    security_groups: ['g'],
  });

const ports = [
  port('red', 'fa:01', '10.1.0.1'),
  port('bare', 'fa:03', '10.2.0.1'),
  port('blue', 'fa:02', '10.0.0.2'),
  port('gateway', 'fa:04', '10.0.0.2', 'network:router_interface', 'router'),
];
const surroundings = {
  ports,
  flavors: [{ ...flavor, extra_specs: { a: 'b' } }],
  groups: [],
  attachments: [],
};
const source = serverFromAnswer(answer, surroundings);

function lookup(disk: Choices['disk'] = 'rebuild', computeVersion = '2.93'): Lookup {
  return {
    choices: { disk, quiesce: 'suspend', passwords: true },
    destination: { computeVersion, networkExtensions: [], externalSubnets: [] },
    find: (_kind, id) => id.toUpperCase(),
    id: (_kind, id) => id.toUpperCase(),
  };
}

const twin: Server = {
  ...source,
  id: 'S',
  projectId: 'P',
  userId: 'U',
  imageId: 'I',
  ports: source.ports.map((one) => ({ ...one, id: one.id.toUpperCase() })),
  flavor: { ...source.flavor, id: undefined },
  markedAs: 's',
};

function check(change: Partial<Server>, expected: readonly string[], lookedUp = lookup()): void {
  const unequal = server.compare(source, { ...twin, ...change }, lookedUp);
  expect(unequal.map(({ attribute }) => attribute)).toEqual(expected);
}

it('reads ports in the order of devices, routers by subnet, and the flavor that is still there', () => {
  expect(source.ports.map(({ id }) => id)).toEqual(['blue', 'red', 'bare']);
  expect(source.routerIds).toEqual(['router']);
  expect(source.flavor).toMatchObject({ id: 'f', hasOtherSpecs: false });
  const changed = serverFromAnswer(answer, { ...surroundings, flavors: [{ ...flavor, ram: 128 }] });
  expect(changed.flavor).toMatchObject({ id: expect.stringMatching(/^gone-/), name: 'tiny', ramMiB: 96 });
});

it('is put into a zone only where one of the destination is meant', () => {
  const pinned = { ...source, zone: 'az1' };
  const mapped = { ...lookup(), zone: (zone: string) => (zone === 'az1' ? 'az2' : undefined) };
  expect(server.translate(pinned, lookup()).body.server).not.toHaveProperty('availability_zone');
  expect(server.translate(pinned, mapped).body.server).toMatchObject({ availability_zone: 'az2' });
  expect(server.compare(pinned, { ...twin, zone: 'az3' }, mapped).map(({ attribute }) => attribute)).toEqual([
    'availability zone',
  ]);
});

it('boots into the twin of its server group', () => {
  const grouped = { ...source, serverGroupId: 'g1' };
  expect(server.translate(grouped, lookup()).body).toMatchObject({ 'os:scheduler_hints': { group: 'G1' } });
  expect(server.needs(grouped, lookup().choices)).toContainEqual({ kind: 'server-group', id: 'g1' });
  expect(server.compare(grouped, twin, lookup()).map(({ attribute }) => attribute)).toEqual(['server group']);
  expect(server.compare(grouped, { ...twin, serverGroupId: 'G1' }, lookup())).toEqual([]);
});

it('keeps a digest of user data, never the data', () => {
  expect(source.userDataDigest).toBe(userDataDigest('c2VjcmV0'));
  expect(JSON.stringify([source, server.translate(source, lookup())])).not.toContain('c2VjcmV0');
});

it('is created on the twins of its ports, with its mark', () => {
  const draft = server.translate(source, lookup());
  expect(draft).toEqual({
    userId: 'U',
    projectId: 'P',
    microversion: 'compute 2.93',
    body: {
      server: {
        name: 'web.1',
        imageRef: 'I',
        flavorRef: 'F',
        networks: [{ port: 'BLUE' }, { port: 'RED' }, { port: 'BARE' }],
        metadata: { role: 'web', empty: '', pumphouse_source_id: 's' },
        config_drive: false,
        key_name: 'me',
        description: null,
        tags: ['prod'],
        hostname: 'web-1',
      },
    },
  });
  const carried = server.translate({ ...source, ports: [] }, lookup('snapshot', '2.37')).body.server;
  expect(carried).toMatchObject({ imageRef: 'DISK-OF-S', networks: 'none' });
  expect(carried).not.toHaveProperty('tags');
  expect(carried).not.toHaveProperty('hostname');
});

it('compares every attribute that the destination can hold; what is false or empty counts', () => {
  check({}, []);
  check({ metadata: { role: 'web' }, hasConfigDrive: true, isLocked: true }, ['metadata', 'config drive', 'locked']);
  check({ ports: twin.ports.toReversed() }, ['ports']);
  check({ keypairName: undefined, userDataDigest: undefined }, ['keypair', 'user data']);
  check({ flavor: { ...twin.flavor, swapMiB: 1, extraSpecs: {} } }, ['flavor', 'extra specs']);
  check({ userId: 'u', projectId: 'p' }, ['user', 'project']);
  check({ imageId: 'other' }, ['image']);
  check({ imageId: 'other' }, [], lookup('snapshot'));
  check({ tags: [], hostname: 'x' }, ['tags', 'hostname']);
  check({ tags: [], hostname: 'x' }, [], lookup('rebuild', '2.37'));
});

it('finds its twin by the mark alone', () => {
  const match = (...candidates: Server[]) => server.match(source, server.translate(source, lookup()), candidates)?.id;
  expect(match({ ...twin, markedAs: undefined }, { ...twin, markedAs: 'other' })).toBeUndefined();
  expect(match(twin)).toBe('S');
});

it('needs its image only to boot from it, and its kernel only to boot its disk', () => {
  const images = (disk: Choices['disk']): string[] =>
    server
      .needs(source, lookup(disk).choices)
      .filter(({ kind }) => kind === 'image')
      .map(({ id }) => id);
  expect(images('rebuild')).toEqual(['i']);
  expect(images('snapshot')).toEqual(['k']);
  expect(server.needs(source, lookup().choices)).toContainEqual({ kind: 'keypair', id: 'u/me' });
  expect(server.needs(source, lookup().choices)).toContainEqual({ kind: 'router', id: 'router', state: 'connected' });
});

it('says what keeps it from moving and what it loses', () => {
  const rules = (change: Partial<Server>, disk: Choices['disk'] = 'snapshot'): string[] => {
    const found = server.assess?.({ ...source, ...change }, lookup(disk)) ?? [];
    return found.filter(({ severity }) => severity !== 'note').map(({ severity, rule }) => `${severity} ${rule}`);
  };
  expect(rules({})).toEqual([]);
  expect(rules({}, 'rebuild')).toEqual(['warning server-loses-disk']);
  expect(rules({ imageId: undefined }, 'rebuild')).toEqual([]);
  expect(rules({ status: 'VERIFY_RESIZE' })).toEqual(['blocker server-state']);
  expect(rules({ task: 'suspending' })).toEqual(['blocker server-busy']);
  expect(rules({ status: 'PAUSED' })).toEqual(['warning server-memory-lost']);
  expect(rules({ flavor: { ...source.flavor, id: undefined } })).toEqual(['blocker server-flavor-gone']);
  expect(rules({ formerUserId: 'x' })).toEqual(['warning server-owner-gone']);
  expect(rules({ formerKeypairName: 'x' })).toEqual(['warning server-keypair-gone']);
  expect(rules({ flavor: { ...source.flavor, ephemeralGiB: 1, swapMiB: 1 } })).toEqual([
    'warning server-extra-disk-lost',
  ]);
});

it('says when nobody chose the zone that its twin gets', () => {
  const own = lookup();
  const said = (zones: readonly string[], mapped: Readonly<Record<string, string>> = {}): string[] => {
    const destination = { ...own.destination, zones: [...zones] };
    const choices = { ...own.choices, zones: mapped };
    const found = server.assess?.({ ...source, zone: 'az2' }, { ...own, choices, destination }) ?? [];
    return found.filter(({ rule }) => rule === 'server-zone').map(({ summary }) => summary.replace(/^.*one for/, ''));
  };
  expect(said(['az2'])).toEqual([]);
  expect(said(['az1', 'az2'], { az2: 'az1' })).toEqual([]);
  expect(said(['az1', 'az2'])).toEqual([' its twin, of: az1, az2']);
  expect(said(['nova'])).toEqual([' its twin, of: nova']);
});

it('is as planned although somebody stands in for its owner, and its keypair is gone', () => {
  const planned = { ...source, userId: 'other', formerUserId: 'u', keypairName: undefined, formerKeypairName: 'me' };
  expect(server.steady?.(planned)).toEqual(server.steady?.({ ...source, userId: 'u', keypairName: 'me' }));
  expect(server.userOf?.(planned)).toBe('u');
});
