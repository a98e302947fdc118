import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sendJson } from '../../src/openstack/calls.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';
import { listServers } from '../../src/openstack/compute.ts';
import { deleteImage, getImage, imageSchema, listImages, waitForImage } from '../../src/openstack/image.ts';
import { type Plan, planSchema } from '../../src/plan/plan.ts';
import { floatingIpOf, guestPage, tellGuest } from './guest.ts';
import { isAll } from './is-all.ts';
import { type LabClouds, openLabClouds } from './lab-clouds.ts';
import { labRbd } from './lab-rbd.ts';
import { type Listing, takeListing } from './listing.ts';
import { ourSnapshots } from './our-snapshots.ts';
import { type Running, runPumphouse, startPumphouse } from './run-pumphouse.ts';
import { labCeph, labPool, writeCephClouds } from './write-ceph-clouds.ts';

/* Images and root disks of the lab go from pool to pool, with processes as an operator starts them. */
const clouds = ['--source', 'source', '--destination', 'destination'];
const mib = 1024 ** 2;
const name = 'rbd-image';
/** No multiple of an object, a segment or a sector; random, then zeros, then a little at the very end. */
const sizeBytes = 700 * mib + 12_345;
const segments = 11;
const migrate = ['migrate', ...clouds, `image:${name}`, '--yes'];

let lab: LabClouds;
let folder: string;
let environment: Readonly<Record<string, string | undefined>>;
let before: { source: Listing; destination: Listing; inPool: readonly string[] };
let imageId: string;

function bytesOfImage(): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  randomBytes(500 * mib).copy(bytes);
  randomBytes(4321).copy(bytes, sizeBytes - 4321);
  return bytes;
}

/** SHA-512 of all bytes of an image in Ceph, by a way that the product does not have. */
async function digestOf(spec: string): Promise<string> {
  const words = ['--conf', labCeph, 'export', '--no-progress', spec, '-'];
  const child = spawn('rbd', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const hash = createHash('sha512');
  for await (const chunk of child.stdout) hash.update(chunk);
  return hash.digest('hex');
}

async function inPool(): Promise<string[]> {
  return (await labRbd('ls', labPool('destination', 'images'))).split('\n').filter(Boolean).toSorted();
}

async function succeed(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runPumphouse(words, environment);
  expect(code, `${words.join(' ')}\n${stdout.slice(-3000)}\n${stderr.slice(-3000)}`).toBe(0);
  return `${stdout}\n${stderr}`;
}

async function planOf(...words: readonly string[]): Promise<Plan> {
  const { stdout, stderr } = await runPumphouse(['plan', ...clouds, ...words, '-f', 'json'], environment);
  expect(stdout, stderr).not.toBe('');
  return planSchema.parse(JSON.parse(stdout));
}

async function twin() {
  const found = await listImages(lab.pair.destination, { isHidden: false, pumphouse_source_id: imageId });
  expect(found).toHaveLength(1);
  return found[0];
}

/** How many segments of the image are confirmed, in all runs so far. */
async function sentSegments(): Promise<number> {
  const rows = await lab.store.db
    .selectFrom('pumphouse.segment')
    .select('index')
    .where('key', '=', imageId)
    .where('index', '>=', 0)
    .execute();
  return rows.length;
}

/** Starts the migration and kills it in its middle. */
async function killHalfway(): Promise<void> {
  const running: Running = startPumphouse([...migrate, '--rate', '60MiB/s'], environment);
  const over = running.ended.then(({ stderr }) => `the run ended before: ${stderr}`);
  const come = expect
    .poll(sentSegments, { timeout: 240_000, interval: 20 })
    .toBeGreaterThan(3)
    .then(() => '');
  expect(await Promise.race([over, come])).toBe('');
  running.kill();
  expect((await running.ended).code).toBeUndefined();
}

async function expectNothingLeft(): Promise<void> {
  expect(await takeListing(lab.pair.destination)).toEqual(before.destination);
  expect(await takeListing(lab.pair.source)).toEqual(before.source);
  expect(await inPool()).toEqual(before.inPool);
  expect(await ourSnapshots()).toEqual([]);
}

beforeAll(async () => {
  lab = await openLabClouds();
  folder = mkdtempSync(join(tmpdir(), 'pumphouse-images-'));
  environment = { ...lab.environment, OS_CLIENT_CONFIG_FILE: writeCephClouds(folder) };
  const { source, destination } = lab.pair;
  const body = { name, disk_format: 'raw', container_format: 'bare', visibility: 'private', hw_disk_bus: 'virtio' };
  imageId = (await sendJson(source, { service: 'image', method: 'POST', path: '/images', body }, imageSchema)).id;
  const url = `${await source.endpoint('image')}/images/${imageId}/file`;
  const headers = { 'x-auth-token': (await source.login()).token, 'content-type': 'application/octet-stream' };
  const { statusCode } = await request(url, { method: 'PUT', headers, body: bytesOfImage() });
  expect(statusCode).toBe(204);
  await waitForImage(source, imageId, 60_000);
  before = {
    source: await takeListing(source),
    destination: await takeListing(destination),
    inPool: await inPool(),
  };
});

afterAll(async () => {
  // What a test that failed left there would keep others from a clean start.
  if (environment !== undefined) await runPumphouse(['undo', '--yes'], environment);
  if (imageId !== undefined) await deleteImage(lab.pair.source, imageId);
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  await lab?.close();
});

describe('an image', () => {
  it('is planned from Ceph to Ceph, or as it is wished', async () => {
    expect(await succeed(['plan', ...clouds, `image:${name}`])).toMatch(
      /rbd-image +create +\S+ MiB to copy from Ceph to Ceph/,
    );
    const copierOf = ({ resources }: Plan) => resources.find(({ id }) => id === imageId)?.copier;
    expect(copierOf(await planOf(`image:${name}`, '--copier', 'rbd'))).toBe('rbd');
    expect(copierOf(await planOf(`image:${name}`, '--copier', 'glance'))).toBeUndefined();
  });

  it('goes on after kill -9 in its middle, and comes out equal', async () => {
    await killHalfway();
    const held = await sentSegments();
    expect(held).toBeLessThan(segments);
    const said = await succeed(migrate);
    expect(said).toContain(`an earlier try had sent ${held} segments`);
    const [source, copied] = [await getImage(lab.pair.source, imageId), await twin()];
    expect(copied).toMatchObject({
      status: 'active',
      size: sizeBytes,
      checksum: source?.checksum,
      hw_disk_bus: 'virtio',
    });
    expect(copied?.os_hash_value).toBe(source?.os_hash_value);
    const spec = `${labPool('destination', 'images')}/${copied?.id}`;
    expect(await digestOf(spec)).toBe(source?.os_hash_value);
    expect(await digestOf(`${spec}@snap`)).toBe(source?.os_hash_value);
    expect(await succeed(['plan', ...clouds, `image:${name}`])).not.toMatch(/rbd-image +create/);
  });

  it('is deleted by undo, with what is of it in Ceph', async () => {
    await succeed(['undo', '--yes']);
    await expectNothingLeft();
  });

  it('killed in its middle and undone leaves nothing, neither in Glance nor in Ceph', async () => {
    const earlier = await sentSegments();
    expect(earlier).toBe(0);
    await killHalfway();
    expect(await inPool()).toContain((await twin())?.id);
    await succeed(['undo', '--yes']);
    await expectNothingLeft();
  });
});

/* The warm move of `warm.test.ts` has one, too. */
describe.runIf(isAll)('a root disk', () => {
  const named = z.looseObject({ id: z.string(), name: z.string() });
  const alphaOf = async (cloud: Cloud): Promise<string> => {
    const projects = await list(cloud, { service: 'identity', path: '/projects', key: 'projects', item: named });
    return projects.find((project) => project.name === 'alpha')?.id ?? '';
  };
  const addressOf = async (cloud: Cloud): Promise<string> =>
    await floatingIpOf(cloud, '10.10.1.11', await alphaOf(cloud));

  it('is copied while its server runs, equals it, and boots with what its guest wrote before', async () => {
    const { source, destination } = lab.pair;
    const [web1] = await listServers(source, { project_id: await alphaOf(source), name: '^web1$' });
    const id = web1?.id ?? '';
    expect(await tellGuest(await addressOf(source), 'mark rooted')).toContain('marker=rooted');
    // What is stopped and not suspended is not woken when it has moved: its disk stays as it was copied.
    const words = ['--server', id, '--copier', 'rbd', '--warm', '--quiesce', 'stop'];
    const plan = await planOf(...words);
    expect(plan.findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
    expect(plan.resources.find((one) => one.id === id)?.copier).toBe('rbd');
    const steps = plan.nodes.find(({ key }) => key === `server/${id}`)?.steps ?? [];
    expect(steps.slice(0, 4)).toEqual(['pre-copy', 'quiesce', 'create-disk', 'copy-disk']);

    const said = await succeed(['migrate', ...clouds, ...words, '--yes']);
    expect(said).toContain('1.0 GiB equal on both sides');
    expect(said).toContain('what changed since equal on both sides');
    const disk = { isHidden: false, pumphouse_source_id: `disk-of-${id}` };
    expect(await listImages(source, disk)).toEqual([]);
    const [carrier, ...others] = await listImages(destination, disk);
    expect(others).toEqual([]);
    expect(carrier).toMatchObject({ status: 'active', disk_format: 'raw', min_disk: 1, size: 1024 ** 3 });
    const digest = await digestOf(`${labPool('source', 'vms')}/${id}_disk`);
    expect(await digestOf(`${labPool('destination', 'images')}/${carrier?.id}@snap`)).toBe(digest);
    expect(await ourSnapshots()).toEqual([]);
    const moved = await addressOf(destination);
    await expect.poll(() => guestPage(moved), { timeout: 180_000, interval: 2000 }).toContain('marker=rooted ');
  });

  it('is taken back by undo', async () => {
    await succeed(['undo', '--yes']);
    await expectNothingLeft();
  });

  it.each([
    { when: 'copied in part', isNoted: true },
    { when: 'made, but never noted', isNoted: false },
  ])('$when, killed and undone leaves nothing, and its server as it is', async ({ isNoted }) => {
    const { source } = lab.pair;
    const [web1] = await listServers(source, { project_id: await alphaOf(source), name: '^web1$' });
    const id = web1?.id ?? '';
    const words = ['--server', id, '--copier', 'rbd', '--warm', '--cutover', 'manual', '--yes'];
    const running = startPumphouse(['migrate', ...clouds, ...words], environment);
    const over = running.ended.then(({ stderr }) => `the run ended before: ${stderr}`);
    const copiedSegments = async (): Promise<number> => {
      const rows = await lab.store.db
        .selectFrom('pumphouse.segment')
        .select('index')
        .where('pass', '=', 'full')
        .execute();
      return rows.length;
    };
    const come = expect
      .poll(copiedSegments, { timeout: 240_000, interval: 20 })
      .toBeGreaterThan(1)
      .then(() => '');
    expect(await Promise.race([over, come])).toBe('');
    running.kill();
    await running.ended;
    // As if the kill had come before the answer to its making.
    const noted = lab.store.db.deleteFrom('pumphouse.twin').where('source_id', '=', `disk-of-${id}`);
    if (!isNoted) await noted.execute();
    await succeed(['undo', '--yes']);
    await expectNothingLeft();
  });
});
