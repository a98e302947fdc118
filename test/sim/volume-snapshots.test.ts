import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createVolumeSnapshot, getVolumeSnapshot, listVolumeSnapshots } from '../../src/openstack/volume-snapshots.ts';
import { createSnapshot, createVolume, extendVolume, getVolume, waitForVolume } from '../../src/openstack/volumes.ts';
import type { Pair } from '../../src/operations/open-pair.ts';
import type { Lookup, Passage } from '../../src/resources/kind.ts';
import { volume } from '../../src/resources/volume.ts';
import { type VolumeSnapshot, volumeSnapshot } from '../../src/resources/volume-snapshot.ts';
import { type Databases, openDatabases } from './databases.ts';
import { openWorld, type World } from './world.ts';

/* Snapshots of a twin as its destination's Cinder takes them; simulated clouds have no Ceph that would fill it. */
let databases: Databases;
let world: World;
let pair: Pair;
let volumeId: string;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 5, servers: 0 });
  pair = await world.open();
});

afterAll(async () => {
  await pair?.close();
  await world?.close();
  await databases?.close();
});

beforeEach(async () => {
  volumeId = (await createVolume(pair.destination, { name: 'twin', size: 1 })).id;
  await waitForVolume(pair.destination, volumeId);
});

const resource: VolumeSnapshot = {
  id: 'of-the-source',
  name: 'daily ☂',
  projectId: 'p',
  volumeId: 'v',
  description: '',
  sizeGiB: 1,
  status: 'available',
  metadata: { empty: '' },
};

function passage(): Passage {
  const lookup: Lookup = {
    choices: { disk: 'snapshot', quiesce: 'suspend', passwords: false },
    destination: { computeVersion: '2.93', networkExtensions: [], externalSubnets: [] },
    find: () => volumeId,
    id: () => volumeId,
  };
  return { ...pair, lookup };
}

function take(): Promise<VolumeSnapshot> {
  const own = passage();
  return volumeSnapshot.create(own, resource, volumeSnapshot.translate(resource, own.lookup));
}

it('is there, its volume’s owner’s, when it is taken; the mark finds it again, and goes at the end', async () => {
  const { destination } = pair;
  const twin = await take();
  const draft = volumeSnapshot.translate(resource, passage().lookup);
  expect(twin).toMatchObject({ name: 'daily ☂', description: '', metadata: { empty: '' }, status: 'available' });
  expect(twin.projectId).toBe((await getVolume(destination, volumeId))?.['os-vol-tenant-attr:tenant_id']);
  const candidates = await volumeSnapshot.candidates(destination, resource, draft);
  expect(volumeSnapshot.match(resource, draft, candidates)?.id).toBe(twin.id);
  const found = (await volumeSnapshot.discover(destination, {})).find(({ id }) => id === twin.id);
  expect(found).toEqual(twin);
  await volumeSnapshot.unmark?.(destination, resource, twin);
  expect(await volumeSnapshot.read(destination, twin.id)).toEqual({ ...twin, markedAs: undefined });
});

it('is not taken twice when an earlier request is still at work, and anew when that broke', async () => {
  const { destination } = pair;
  const first = await createVolumeSnapshot(destination, volumeSnapshot.translate(resource, passage().lookup).body);
  expect(first.status).toBe('creating');
  expect(await take()).toMatchObject({ id: first.id, status: 'available' });
  const record = world.pair.destination.state.volumeSnapshots.get(first.id);
  if (record !== undefined) record.status = 'error';
  const again = await take();
  expect(again.id).not.toBe(first.id);
  expect((await listVolumeSnapshots(destination, volumeId)).map(({ id }) => id)).toEqual([again.id]);
});

it('goes with its volume when that is undone, unless somebody else took one', async () => {
  const { destination } = pair;
  const twin = await take();
  const foreignId = await createSnapshot(destination, volumeId, 'made after the move');
  await expect(volume.undo(destination, volumeId)).rejects.toMatchObject({ status: 400 });
  expect(await getVolumeSnapshot(destination, twin.id)).toBeUndefined();
  expect(await getVolumeSnapshot(destination, foreignId)).toBeDefined();
  await volumeSnapshot.undo(destination, foreignId);
  await volume.undo(destination, volumeId);
  expect(await getVolume(destination, volumeId)).toBeUndefined();
});

it('a twin grows once, to the size that is asked for', async () => {
  const { destination } = pair;
  await extendVolume(destination, volumeId, 3);
  await extendVolume(destination, volumeId, 2);
  expect((await getVolume(destination, volumeId))?.size).toBe(3);
});
