import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { snapshotState } from '../../sim/cloud/snapshot-state.ts';
import type { Image } from '../../sim/image/records.ts';
import { type ImageServer, openImageServer } from '../both/image-server.ts';
import { makeImage } from '../both/make-image.ts';
import { differencesOfDumps } from './checks/differences-of-dumps.ts';
import { type Dumps, takeDumps } from './checks/dumps.ts';
import { type Databases, openDatabases } from './databases.ts';
import { openWorld, type World } from './world.ts';

/* Images whose bytes the destination's Glance fetches by itself, from a mirror or from the source's Glance. */
let server: ImageServer;
let databases: Databases;
let world: World;
let restore: () => void;
let before: Dumps;
let databaseUrl: string;
let imageId: string;

const name = 'fetched ☂';
const bytes = randomBytes(70_001);
const plan = ['plan', `image:${name}`];
const migrate = ['migrate', `image:${name}`, '--yes'];
const blockedCode = 3;
const failedCode = 4;

beforeAll(async () => {
  server = await openImageServer();
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 5, servers: 0, imageUrl: server.url });
  const pair = await world.open();
  imageId = await makeImage(pair.source, name, bytes);
  await pair.close();
  server.bytes.set(imageId, bytes);
  before = takeDumps(world.pair);
  restore = snapshotState(world.pair.destination);
});

beforeEach(async () => {
  restore();
  server.serve('right');
  server.asked.length = 0;
  databaseUrl = await databases.make();
});

afterEach(async () => {
  server.release();
  await databases.remove(databaseUrl);
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
  await server?.close();
});

async function say(words: readonly string[], wantedCode = 0): Promise<string> {
  const { code, stdout, stderr } = await world.run(words, databaseUrl);
  const said = `${stdout}\n${stderr}`;
  expect(code, said.slice(-4000)).toBe(wantedCode);
  expect(said).not.toContain(server.secret);
  return said.replace(/\s+/g, ' ');
}

function twins(): Image[] {
  return world.pair.destination.state.images.where(({ properties }) => properties['pumphouse_source_id'] === imageId);
}

function expectMoved(): void {
  expect(twins()).toHaveLength(1);
  expect(twins()[0]).toMatchObject({ status: 'active', bytes, properties: { hw_disk_bus: 'virtio' } });
}

async function undo(): Promise<void> {
  await say(['undo', '--yes']);
  expect(differencesOfDumps(before, takeDumps(world.pair))).toEqual([]);
}

it('is fetched from the mirror that clouds.yaml names, and undone', async () => {
  expect(await say(plan)).toContain(`68.4 KiB to be fetched by Glance of destination from ${server.host}`);
  expect(await say(plan.concat('--copier', 'glance'))).not.toContain('to be fetched');
  expect(server.asked).toEqual([]);
  await say(migrate);
  expectMoved();
  expect(server.asked).toEqual([`/${imageId}`]);
  expect(await say(plan)).not.toContain('to be fetched');
  await undo();
});

it('is deleted where its bytes are others, with both digests; the same command moves it later', async () => {
  server.serve('wrong');
  const said = await say(migrate, failedCode);
  const digestOf = (of: Buffer): string => createHash('sha512').update(of).digest('hex');
  expect(said.replaceAll(' ', '')).toContain(digestOf(Buffer.alloc(bytes.length, 7)));
  expect(said.replaceAll(' ', '')).toContain(digestOf(bytes));
  expect(twins()).toEqual([]);
  server.serve('right');
  await say(migrate);
  expectMoved();
  await undo();
});

it('goes on where it was when it is killed while Glance fetches, and does not fetch twice', async () => {
  server.serve('held');
  const running = world.start(migrate, databaseUrl);
  await expect.poll(() => twins()[0]?.status, { timeout: 60_000, interval: 20 }).toBe('importing');
  running.kill();
  expect((await running.end).code).toBeUndefined();
  await expect.poll(() => server.asked.length, { timeout: 10_000, interval: 20 }).toBe(1);
  server.release();
  await say(migrate);
  expectMoved();
  expect(server.asked).toHaveLength(1);
  await undo();
});

it('is undone while Glance fetches it', async () => {
  server.serve('held');
  const running = world.start(migrate, databaseUrl);
  await expect.poll(() => twins()[0]?.status, { timeout: 60_000, interval: 20 }).toBe('importing');
  running.kill();
  await running.end;
  await undo();
});

it('is asked for again when it could not be fetched', async () => {
  server.serve('missing', 'right');
  expect(await say(migrate)).toContain('could not fetch');
  expectMoved();
  expect(server.asked).toHaveLength(2);
});

it('is blocked where one way is demanded that is not there', async () => {
  const said = await say([...plan, '--copier', 'glance-download'], blockedCode);
  expect(said).toContain('the catalog of destination does not have the Glance of source in another region');
});

it('is fetched from the source where one Keystone knows both Glances', async () => {
  const { source, destination } = world.pair;
  const other = { type: 'image', name: 'glance-two', url: `${source.url}/image`, region: 'RegionTwo' };
  source.trusts = destination;
  destination.foreignServices.push(other);
  try {
    const words = ['--copier', 'glance-download'];
    expect(await say([...plan, ...words])).toContain('to be fetched by Glance of destination from region RegionTwo');
    await say([...migrate, ...words]);
    expectMoved();
    expect(server.asked).toEqual([]);
    await undo();
  } finally {
    source.trusts = undefined;
    destination.foreignServices.pop();
  }
});
