import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotState } from '../../sim/cloud/snapshot-state.ts';
import type { SimState } from '../../sim/cloud/sim-state.ts';
import { checkMoved } from './checks/check-moved.ts';
import { markOf } from './checks/dumps.ts';
import { type Databases, openDatabases } from './databases.ts';
import { type PlannedWorld, planWorld } from './planned-world.ts';
import { openWorld, type World } from './world.ts';

let databases: Databases;
let world: World;
let planned: PlannedWorld;
let restore: () => void;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 7, servers: 2, hasBystanders: true });
  planned = await planWorld(world, ['--all']);
  const end = await world.run(['run', planned.planId], await planned.begin());
  expect(end.code).toBe(0);
  expect(checkMoved(world.pair, planned)).toEqual([]);
  restore = snapshotState(world.pair.destination);
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

function isTwin(record: object): boolean {
  return markOf({ record }) !== undefined;
}

/** The first of them that a test may spoil; there has to be one. */
function first<T>(records: readonly T[]): T {
  const [record] = records;
  if (record === undefined) throw new Error('the project has nothing of the kind');
  return record;
}

/** What somebody could do to a twin, which no check may overlook, by the words of a kind. */
const spoilers: Readonly<Record<string, (state: SimState) => void>> = {
  'domain: tags': (state) => Object.assign(first(state.domains.where(isTwin)), { tags: ['other'] }),
  'project: switched off': (state) => Object.assign(first(state.projects.where(isTwin)), { enabled: false }),
  'user: email': (state) => Object.assign(first(state.users.where(isTwin)), { extra: { email: 'other' } }),
  'group: its members': (state) => Object.assign(first(state.groups.where(isTwin)), { userIds: [] }),
  'role: what it implies': (state) => Object.assign(first(state.roles.where(isTwin)), { impliedIds: [] }),
  'role assignment: lost': ({ assignments, projects }) => {
    const ids = new Set(projects.where(isTwin).map(({ id }) => id));
    assignments.remove(first(assignments.where(({ target }) => ids.has(target.id))).id);
  },
  'role assignment: inherited': ({ assignments }) => {
    const one = first(assignments.where(isOfUser));
    assignments.put({ ...one, isInherited: !one.isInherited });
  },
  'role assignment: one that nobody asked for': ({ assignments, roles }) => {
    const one = first(assignments.where(isOfUser));
    const role = first(roles.where(({ name }) => name === 'admin'));
    assignments.put({ ...one, id: 'new', roleId: role.id });
  },
  'quota: a limit': ({ quotas }) => Object.assign(first(quotas.list()), { limits: { cores: 1 } }),
  'flavor: extra specs': ({ flavors }) => Object.assign(first(flavors.where(isTwin)), { extraSpecs: { a: 'b' } }),
  'keypair: lost': ({ keypairs }) => keypairs.remove(first(keypairs.list()).id),
  'keypair: key': ({ keypairs }) => keypairs.put({ ...first(keypairs.list()), fingerprint: 'other' }),
  'server group: policy': ({ serverGroups }) => {
    serverGroups.put({ ...first(serverGroups.list()), policy: 'other' });
  },
  'image: bytes': (state) => Object.assign(first(state.images.where(isTwin)), { bytes: Buffer.from('other') }),
  'image: members': ({ images, imageMembers }) => {
    const ids = new Set(
      images.where((image) => markOf({ image })?.startsWith('disk-of-') === false).map(({ id }) => id),
    );
    Object.assign(first(imageMembers.where(({ imageId }) => ids.has(imageId))), { status: 'other' });
  },
  'security group: a rule': ({ securityGroupRules, securityGroups }) => {
    const ids = new Set(securityGroups.where(isTwin).map(({ id }) => id));
    const own = securityGroupRules.where((rule) => ids.has(rule.security_group_id));
    securityGroupRules.remove(first(own).id);
  },
  'network: mtu': (state) => Object.assign(first(state.networks.where(isTwin)), { mtu: 1 }),
  'subnet: gateway': (state) => Object.assign(first(state.subnets.where(isTwin)), { gateway_ip: '1.2.3.4' }),
  'router: an interface': ({ ports }) => {
    const own = ports.where(({ device_owner: owner }) => owner === 'network:router_interface');
    ports.remove(first(own).id);
  },
  'port: security groups': ({ ports }) => {
    const own = ports.where((port) => isTwin(port) && port.security_groups.length > 0);
    Object.assign(first(own), { security_groups: [] });
  },
  'floating IP: port': ({ floatingIps }) => {
    Object.assign(first(floatingIps.where(({ port_id: portId }) => portId !== null)), { port_id: null });
  },
  'volume type: QoS': (state) => Object.assign(first(state.qosSpecs.where(isTwin)), { consumer: 'back-end' }),
  'volume: bytes': (state) => Object.assign(first(state.volumes.where(isTwin)), { bytes: Buffer.from('other') }),
  'volume: broken': (state) => Object.assign(first(state.volumes.where(isTwin)), { status: 'error' }),
  'server: asleep': (state) => {
    const awake = state.servers.where(({ status }) => status === 'ACTIVE');
    Object.assign(first(awake), { status: 'SHUTOFF' });
  },
  'server: in ERROR': (state) => Object.assign(first(state.servers.where(isTwin)), { status: 'ERROR' }),
  'server: lock': (state) => {
    const locked = state.servers.where(({ lockedBy }) => lockedBy !== undefined);
    Object.assign(first(locked), { lockedBy: 'admin' });
  },
  'server: flavor': ({ servers }) => {
    const one = first(servers.where(isTwin));
    servers.put({ ...one, flavor: { ...one.flavor, ramMiB: 1 } });
  },
  'server: bytes of its disk': ({ images }) => {
    const disks = images.where((image) => markOf({ image })?.startsWith('disk-of-') === true);
    Object.assign(first(disks), { bytes: Buffer.from('other') });
  },
  'server: image of its disk': ({ images }) => {
    images.removeWhere((image) => markOf({ image })?.startsWith('disk-of-') === true);
  },
  'a bystander: its keypair': ({ keypairs }) => {
    const before = planned.before.destination['keypairs'] ?? {};
    keypairs.put({ ...first(keypairs.where(({ id }) => id in before)), publicKey: 'other' });
  },
  'a bystander: lost': ({ servers }) => servers.remove(first(servers.where((server) => !isTwin(server))).id),
  'a twin of what was not to move': ({ networks }) => {
    const one = first(networks.where(isTwin));
    networks.put({ ...one, id: 'new', description: '[pumphouse 00000000-0000-4000-a000-000000000000]' });
  },
};

function isOfUser({ actor, target }: { actor: { type: string }; target: { type: string } }): boolean {
  return actor.type === 'user' && target.type === 'project';
}

describe('the checks notice what is not as it should be', () => {
  it.each(Object.entries(spoilers))('%s', (_name, spoil) => {
    restore();
    spoil(world.pair.destination.state);
    expect(checkMoved(world.pair, planned, { allowsRepeats: true })).not.toEqual([]);
  });
});
