import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { createVolumeSnapshot, listVolumeSnapshots } from '../../src/openstack/volume-snapshots.ts';
import { deleteSnapshot, listVolumes, waitForSnapshot } from '../../src/openstack/volumes.ts';
import { digestRbd } from './digest-rbd.ts';
import { floatingIpOf, guestPage, tellGuest } from './guest.ts';
import { isAll } from './is-all.ts';
import { type LabClouds, openLabClouds } from './lab-clouds.ts';
import { type Listing, takeListing } from './listing.ts';
import { ourSnapshots } from './our-snapshots.ts';
import { type Running, runPumphouse, startPumphouse } from './run-pumphouse.ts';
import { labPool, writeCephClouds } from './write-ceph-clouds.ts';

/*
 * Disks are copied from Ceph to Ceph while their servers run; a guest that counts on one of them tells what was lost:
 * nothing. A word that it wrote to each of its volumes before tells that they are in their order, shared ones shared.
 * A snapshot of one of them goes along.
 */
const clouds = ['--source', 'source', '--destination', 'destination'];
const migrate = ['migrate', ...clouds, '--server', 'db1', '--server', 'web2', '--warm', '--cutover', 'manual', '--yes'];

let lab: LabClouds;
let folder: string;
let environment: Readonly<Record<string, string | undefined>>;
let before: { source: Listing; destination: Listing };
let snapshot: { readonly id: string; readonly volume_id: string };

beforeAll(async () => {
  lab = await openLabClouds();
  folder = mkdtempSync(join(tmpdir(), 'pumphouse-warm-'));
  environment = { ...lab.environment, OS_CLIENT_CONFIG_FILE: writeCephClouds(folder) };
  const data1 = (await listVolumes(lab.pair.source)).find(({ name }) => name === 'data1');
  snapshot = await createVolumeSnapshot(lab.pair.source, { volume_id: data1?.id, name: 'of data1', force: true });
  expect((await waitForSnapshot(lab.pair.source, snapshot.id))?.status).toBe('available');
  const [source, destination] = await Promise.all([takeListing(lab.pair.source), takeListing(lab.pair.destination)]);
  before = { source, destination };
});

afterAll(async () => {
  if (snapshot !== undefined) await deleteSnapshot(lab.pair.source, snapshot.id);
  await lab?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function succeed(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runPumphouse(words, environment);
  expect(code, `${words.join(' ')}\n${stdout.slice(-3000)}\n${stderr.slice(-3000)}`).toBe(0);
  return `${stdout}\n${stderr}`;
}

/** Until both servers' volumes have come, and they wait: web2 comes after db1, with which it shares a volume. */
async function readyOf(running: Running): Promise<void> {
  const isOver = running.ended.then(({ code, stderr }) => `ended with ${code}: ${stderr.slice(-3000)}`);
  const look = async (): Promise<string> => {
    const { stdout } = await runPumphouse(['status', await runId()], environment);
    return stdout;
  };
  const waiting = expect.poll(look, { timeout: 600_000, interval: 1000 }).toContain('1 server ready, not down yet');
  expect(await Promise.race([isOver, waiting.then(() => 'ready')])).toBe('ready');
}

async function runId(): Promise<string> {
  const { stdout } = await runPumphouse(['status', '-f', 'json'], environment);
  const rows = z.array(z.looseObject({ ID: z.string() })).safeParse(JSON.parse(stdout || '[]'));
  return rows.data?.[0]?.ID ?? '';
}

interface Counter {
  readonly number: number;
  readonly missing: number;
  /** The last pause of 5 seconds or more, and since when, in seconds. */
  readonly pause: number;
  readonly since: number;
}

/** What the guest of db1 says on its page, after a word to it. */
async function counterOf(cloud: Cloud, word: string): Promise<Counter | undefined> {
  const page = await tellGuest(await floatingIpOf(cloud, '10.10.1.21'), word);
  const [, number, missing, pause, since] = /counters=.*vdc:(\d+)\/(\d+)\/(\d+)\/(\d*)/.exec(page)?.map(Number) ?? [];
  if (number === undefined || missing === undefined || pause === undefined || since === undefined) return undefined;
  return { number, missing, pause, since };
}

const reportSchema = z.looseObject({
  startedAt: z.string(),
  resources: z.array(z.looseObject({ name: z.string(), verdict: z.string().optional() })),
  servers: z.array(z.looseObject({ name: z.string(), downtimeMs: z.number() })),
});

it('a guest that counts on a volume goes on where it was brought to rest', async () => {
  const { source, destination } = lab.pair;
  expect(await tellGuest(await floatingIpOf(source, '10.10.1.21'), 'mark ceph')).toContain('marker=ceph');
  await counterOf(source, 'count vdc');
  await expect.poll(async () => (await counterOf(source, ''))?.number ?? 0, { timeout: 60_000 }).toBeGreaterThan(3);

  const running = startPumphouse(migrate, environment);
  await readyOf(running);
  const ready = await counterOf(source, '');
  expect(ready?.missing).toBe(0);
  // It counts on, while everything is ready.
  await expect
    .poll(async () => (await counterOf(source, ''))?.number ?? 0, { timeout: 60_000 })
    .toBeGreaterThan((ready?.number ?? 0) + 5);
  const last = await counterOf(source, '');
  const saidMs = Date.now();
  expect(await succeed(['cutover'])).toContain('may go down now');
  const { code, stderr } = await running.ended;
  expect(code, stderr.slice(-3000)).toBe(0);

  const report = reportSchema.parse(JSON.parse(await succeedQuietly(['report', '-f', 'json'])));
  expect(report.resources.filter(({ verdict }) => verdict !== 'verified')).toEqual([]);
  await expect.poll(() => counterOf(destination, ''), { timeout: 180_000, interval: 2000 }).toBeDefined();
  const twins = (await listVolumes(destination)).filter(({ metadata }) => 'pumphouse_source_id' in metadata);
  expect(twins.map(({ name }) => name)).toEqual(expect.arrayContaining(['boot1', 'data1', 'both1', 'logs1']));
  expect(twins.filter(({ metadata }) => 'pumphouse_unfinished' in metadata)).toEqual([]);
  const taken = (await listVolumeSnapshots(destination)).find(
    ({ metadata }) => metadata['pumphouse_source_id'] === snapshot.id,
  );
  const bytesThen = `${labPool('source')}/volume-${snapshot.volume_id}@snapshot-${snapshot.id}`;
  const bytesThere = `${labPool('destination')}/volume-${taken?.volume_id}@snapshot-${taken?.id}`;
  expect(await digestRbd(bytesThere)).toBe(await digestRbd(bytesThen));
  const page = await guestPage(await floatingIpOf(destination, '10.10.1.21'));
  expect(page).toContain('marks=vdb:ceph-vdb vdc:ceph-vdc vdd:ceph-vdd');
  expect(page).toContain('marker=ceph ');
  const web2 = await floatingIpOf(destination, '10.10.1.12');
  await expect.poll(() => guestPage(web2), { timeout: 180_000, interval: 2000 }).toContain('marks=vdc:ceph-vdb');
  const moved = await counterOf(destination, '');
  expect(moved).toBeDefined();
  // No number is missing, and what it wrote up to its rest is there: the one pause began after the cutover was asked.
  expect(moved?.missing).toBe(0);
  expect(moved?.number).toBeGreaterThan(last?.number ?? 0);
  expect(moved?.since).toBeGreaterThanOrEqual(Math.floor(saidMs / 1000) - 2);
  // The whole was sent while it ran; in the end only what changed.
  const sent = [...stderr.matchAll(/what changed since equal on both sides: ([\d.]+) (\w+) sent/g)];
  expect(sent.length).toBeGreaterThan(4);
  expect(sent.filter(([, , unit]) => unit === 'GiB')).toEqual([]);
  const { downtimeMs } = report.servers.find(({ name }) => name === 'db1') ?? {};
  // Beside the downtime the guest boots before it counts again, and it looks at its clock once a second.
  expect(moved?.pause).toBeGreaterThanOrEqual(Math.floor((downtimeMs ?? 0) / 1000) - 3);
});

/** Standard output alone. */
async function succeedQuietly(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runPumphouse(words, environment);
  expect(code, stderr).toBe(0);
  return stdout;
}

it('undo leaves both clouds as they were, and no snapshot in Ceph', async () => {
  await succeed(['undo', '--yes']);
  expect(await takeListing(lab.pair.destination)).toEqual(before.destination);
  expect(await takeListing(lab.pair.source)).toEqual(before.source);
  expect(await ourSnapshots()).toEqual([]);
});

it.runIf(isAll)(
  'killed at the gate it goes on; a cancel takes the copies away, and the server has noticed nothing',
  async () => {
    const killed = startPumphouse(migrate, environment);
    await readyOf(killed);
    killed.kill();
    await killed.ended;
    const running = startPumphouse(migrate, environment);
    await readyOf(running);
    expect(running.said()).not.toContain('1.0 GiB equal on both sides');
    const ready = await counterOf(lab.pair.source, '');
    await succeed(['cancel']);
    expect((await running.ended).code).toBe(6);
    expect(await ourSnapshots()).toEqual([]);
    const after = await counterOf(lab.pair.source, '');
    expect(after?.number).toBeGreaterThan(ready?.number ?? 0);
    await succeed(['undo', '--yes']);
    expect(await takeListing(lab.pair.destination)).toEqual(before.destination);
    expect(await takeListing(lab.pair.source)).toEqual(before.source);
  },
);
