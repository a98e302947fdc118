import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { deleteImage, getImage, listImages } from '../../src/openstack/image.ts';
import { type ImageServer, openImageServer } from '../both/image-server.ts';
import { makeImage } from '../both/make-image.ts';
import { type LabClouds, labState, openLabClouds } from './lab-clouds.ts';
import { type Listing, takeListing } from './listing.ts';
import { type Running, runPumphouse, startPumphouse } from './run-pumphouse.ts';

/* The Glance of the lab's destination fetches an image from a small mirror, for processes as an operator starts. */
const clouds = ['--source', 'source', '--destination', 'destination'];
const name = 'fetched-image';
const migrate = ['migrate', ...clouds, `image:${name}`, '--copier', 'web-download', '--yes'];
const failedCode = 4;

let lab: LabClouds;
let server: ImageServer;
let folder: string;
let environment: Readonly<Record<string, string | undefined>>;
let before: { source: Listing; destination: Listing };
let imageId: string;

const fileSchema = z.looseObject({
  clouds: z.looseObject({ source: z.looseObject({ pumphouse: z.looseObject({}).optional() }) }),
});

/** Writes the lab's clouds.yaml with the mirror of the source's images; returns its path. */
function writeMirrorClouds(): string {
  const file = fileSchema.parse(parse(readFileSync(join(labState, 'clouds.yaml'), 'utf8')));
  const { source, ...others } = file.clouds;
  const pumphouse = { ...source.pumphouse, image_url: server.url };
  const path = join(folder, 'mirror-clouds.yaml');
  writeFileSync(path, stringify({ clouds: { ...others, source: { ...source, pumphouse } } }), { mode: 0o600 });
  return path;
}

async function say(words: readonly string[], wantedCode = 0): Promise<string> {
  const { code, stdout, stderr } = await runPumphouse(words, environment);
  const said = `${stdout}\n${stderr}`;
  expect(code, `${words.join(' ')}\n${said.slice(-4000)}`).toBe(wantedCode);
  expect(said).not.toContain(server.secret);
  return said.replace(/\s+/g, ' ');
}

async function twins() {
  return await listImages(lab.pair.destination, { isHidden: false, pumphouse_source_id: imageId });
}

/** Starts the migration and kills it while Glance fetches. */
async function killWhileImporting(): Promise<void> {
  server.serve('held', 'right');
  const running: Running = startPumphouse(migrate, environment);
  const over = running.ended.then(({ stderr }) => `the run ended before: ${stderr}`);
  const come = expect
    .poll(async () => (await twins())[0]?.status, { timeout: 240_000, interval: 100 })
    .toBe('importing')
    .then(() => '');
  expect(await Promise.race([over, come])).toBe('');
  running.kill();
  expect((await running.ended).code).toBeUndefined();
  await expect.poll(() => server.asked.length, { timeout: 60_000, interval: 100 }).toBe(1);
}

async function expectMoved(): Promise<void> {
  const [source, [twin, ...others]] = [await getImage(lab.pair.source, imageId), await twins()];
  expect(others).toEqual([]);
  expect(source?.os_hash_value).toBeDefined();
  expect(twin).toMatchObject({
    status: 'active',
    size: source?.size,
    checksum: source?.checksum,
    os_hash_algo: source?.os_hash_algo,
    os_hash_value: source?.os_hash_value,
    hw_disk_bus: 'virtio',
  });
}

async function undo(): Promise<void> {
  await say(['undo', '--yes']);
  expect(await takeListing(lab.pair.destination)).toEqual(before.destination);
  expect(await takeListing(lab.pair.source)).toEqual(before.source);
}

beforeAll(async () => {
  lab = await openLabClouds();
  server = await openImageServer();
  folder = mkdtempSync(join(tmpdir(), 'pumphouse-fetched-'));
  environment = { ...lab.environment, OS_CLIENT_CONFIG_FILE: writeMirrorClouds() };
  const bytes = randomBytes(20_000_001);
  imageId = await makeImage(lab.pair.source, name, bytes);
  server.bytes.set(imageId, bytes);
  before = { source: await takeListing(lab.pair.source), destination: await takeListing(lab.pair.destination) };
});

afterEach(() => {
  server.release();
  server.serve('right');
  server.asked.length = 0;
});

afterAll(async () => {
  // What a test that failed left there would keep others from a clean start.
  if (environment !== undefined) await runPumphouse(['undo', '--yes'], environment);
  if (imageId !== undefined) await deleteImage(lab.pair.source, imageId);
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  await server?.close();
  await lab?.close();
});

it('is planned from the mirror wherever that is named, and moves with equal digests', async () => {
  const line = `to be fetched by Glance of destination from ${server.host}`;
  expect(await say(['plan', ...clouds, `image:${name}`])).toContain(line);
  await say(migrate);
  expect(server.asked).toEqual([`/${imageId}`]);
  await expectMoved();
  await undo();
});

it('goes on after kill -9 while Glance fetches, and does not fetch twice', async () => {
  await killWhileImporting();
  server.release();
  await say(migrate);
  expect(server.asked).toHaveLength(1);
  await expectMoved();
  await undo();
});

it('killed while Glance fetches and undone leaves nothing', async () => {
  await killWhileImporting();
  await undo();
});

it('is asked for again when it was not there, and deleted when its bytes are others', async () => {
  server.serve('missing', 'wrong');
  const said = await say(migrate, failedCode);
  expect(said).toContain('could not fetch');
  expect(said.replaceAll(' ', '')).toContain((await getImage(lab.pair.source, imageId))?.os_hash_value);
  expect(await twins()).toEqual([]);
  server.serve('right');
  await say(migrate);
  await expectMoved();
  await undo();
});

it('is blocked where each cloud has a Keystone of its own and that is demanded', async () => {
  const words = ['plan', ...clouds, `image:${name}`, '--copier', 'glance-download'];
  expect(await say(words, 3)).toContain('does not have the Glance of source in another region');
});
