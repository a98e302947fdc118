import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rbdDiffData, rbdDiffEnd, rbdDiffHead } from '../../src/copy/rbd-diff.ts';
import { createVolume, deleteVolume, listVolumes, waitForVolume } from '../../src/openstack/volumes.ts';
import { type Plan, planSchema } from '../../src/plan/plan.ts';
import { isAll } from './is-all.ts';
import { type LabClouds, openLabClouds } from './lab-clouds.ts';
import { labRbd } from './lab-rbd.ts';
import { type Listing, takeListing } from './listing.ts';
import { ourSnapshots } from './our-snapshots.ts';
import { type Running, runPumphouse, startPumphouse } from './run-pumphouse.ts';
import { labCeph, labPool, writeCephClouds } from './write-ceph-clouds.ts';

/* Volumes of the lab go from Ceph to Ceph, with processes as an operator starts them. */
const clouds = ['--source', 'source', '--destination', 'destination'];
const mib = 1024 ** 2;
const looseName = 'rbd-loose';

let lab: LabClouds;
let folder: string;
let environment: Readonly<Record<string, string | undefined>>;
let before: { source: Listing; destination: Listing };
let looseId: string;

/** Writes bytes into a volume, past its cloud. */
async function write(image: string, sizeBytes: number, offset: number, bytes: Buffer): Promise<void> {
  const words = ['--conf', labCeph, 'import-diff', '--no-progress', '-', image];
  const child = spawn('rbd', words, { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.write(rbdDiffHead(sizeBytes));
  child.stdin.write(rbdDiffData(offset, bytes.length));
  child.stdin.write(bytes);
  child.stdin.end(rbdDiffEnd);
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
}

/** SHA-256 of all bytes of a volume, by a way that the product does not have. */
async function digestOf(cloud: 'source' | 'destination', id: string): Promise<string> {
  const words = ['--conf', labCeph, 'export', '--no-progress', `${labPool(cloud)}/volume-${id}`, '-'];
  const child = spawn('rbd', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const hash = createHash('sha256');
  for await (const chunk of child.stdout) hash.update(chunk);
  return hash.digest('hex');
}

async function succeed(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runPumphouse(words, environment);
  expect(code, `${words.join(' ')}\n${stdout.slice(-3000)}\n${stderr.slice(-3000)}`).toBe(0);
  return `${stdout}\n${stderr}`;
}

async function planOf(words: readonly string[], own = environment): Promise<Plan> {
  const { stdout, stderr } = await runPumphouse(['plan', ...clouds, ...words, '-f', 'json'], own);
  expect(stdout, stderr).not.toBe('');
  return planSchema.parse(JSON.parse(stdout));
}

async function twinOf(sourceId: string): Promise<string> {
  const found = (await listVolumes(lab.pair.destination)).filter(
    ({ metadata }) => metadata['pumphouse_source_id'] === sourceId,
  );
  expect(found.map(({ status }) => status)).toHaveLength(1);
  return found[0]?.id ?? '';
}

beforeAll(async () => {
  lab = await openLabClouds();
  folder = mkdtempSync(join(tmpdir(), 'pumphouse-ceph-'));
  environment = { ...lab.environment, OS_CLIENT_CONFIG_FILE: writeCephClouds(folder) };
  const [source, destination] = await Promise.all([takeListing(lab.pair.source), takeListing(lab.pair.destination)]);
  before = { source, destination };
  const order = { name: looseName, size: 2, volume_type: 'rbd', metadata: { keep: 'me' } };
  looseId = (await createVolume(lab.pair.source, order)).id;
  expect((await waitForVolume(lab.pair.source, looseId))?.status).toBe('available');
  const image = `${labPool('source')}/volume-${looseId}`;
  for (let at = 0; at < 2048; at += 256) await write(image, 2048 * mib, at * mib, randomBytes(256 * mib));
});

afterAll(async () => {
  // What a test that failed left there would keep it from being deleted.
  if (environment !== undefined) await runPumphouse(['undo', '--yes'], environment);
  const image = `${labPool('source')}/volume-${looseId}`;
  await labRbd('snap', 'purge', '--no-progress', image).catch(() => '');
  if (looseId !== undefined) await deleteVolume(lab.pair.source, looseId);
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  await lab?.close();
});

/** What a lone volume could leave behind. */
function storageOf(listing: Listing): unknown {
  return Object.fromEntries(Object.entries(listing).filter(([name]) => /^(block-storage|image)/.test(name)));
}

describe('plan', () => {
  it('says for each volume how it is copied, and takes Glance for what Ceph does not hold', async () => {
    const plan = await planOf(['--project', 'beta', '--leave-blocked']);
    const copiers = plan.resources.flatMap(({ name, copier }) => (copier === undefined ? [] : [`${name} ${copier}`]));
    expect(copiers).toContain('beta-boot glance');
    expect(copiers).toContain('from-snap rbd');
    const text = await succeed(['plan', ...clouds, `volume:${looseName}`]);
    expect(text).toMatch(/rbd-loose +create +2\.0 GiB to copy from Ceph to Ceph/);
    const glance = await planOf([`volume:${looseName}`, '--copier', 'glance']);
    expect(glance.resources.find(({ id }) => id === looseId)?.copier).toBe('glance');
  });

  it('is blocked, with a cure, where rbd is demanded and cannot be', async () => {
    const plan = await planOf(['--project', 'beta', '--copier', 'rbd']);
    expect(plan.findings.filter(({ rule }) => rule === 'volume-rbd')).toMatchObject([
      {
        severity: 'blocker',
        summary: 'volume beta-boot cannot go from Ceph to Ceph: it is in no pool of the Ceph of source',
        cure: expect.stringMatching(/^Say --copier auto/),
      },
    ]);
  });

  it('warns of a cluster that does not answer, and takes Glance', async () => {
    const conf = join(folder, 'dead.conf');
    writeFileSync(conf, '[global]\nmon host = v2:127.0.0.1:1/0\nauth client required = none\n');
    const dead = mkdtempSync(join(folder, 'dead-'));
    const plan = await planOf([`volume:${looseName}`], {
      ...environment,
      OS_CLIENT_CONFIG_FILE: writeCephClouds(dead, conf),
    });
    const warned = plan.findings.filter(({ rule }) => rule === 'ceph-silent').map(({ severity }) => severity);
    expect(warned).toEqual(['warning', 'warning']);
    expect(plan.resources.find(({ id }) => id === looseId)?.copier).toBe('glance');
  });
});

describe('a lone volume', () => {
  const migrate = ['migrate', ...clouds, `volume:${looseName}`, '--yes'];

  /** Waits for a moment of a run, which must not end before. */
  const until = async (running: Running, isThere: () => Promise<boolean>): Promise<void> => {
    const over = running.ended.then(({ stderr }) => `the run ended before: ${stderr}`);
    const come = expect
      .poll(isThere, { timeout: 240_000, interval: 20 })
      .toBe(true)
      .then(() => '');
    expect(await Promise.race([over, come])).toBe('');
  };

  const segments = async (): Promise<number> => {
    const rows = await lab.store.db.selectFrom('pumphouse.segment').select('index').where('index', '>=', 0).execute();
    return rows.length;
  };

  it('goes on after kill -9 in its middle, sends at most one segment again, and comes out equal', async () => {
    const running = startPumphouse([...migrate, '--rate', '60MiB/s'], environment);
    await until(running, async () => (await segments()) > 9);
    running.kill();
    expect((await running.ended).code).toBeUndefined();
    const held = await segments();
    expect(held).toBeLessThan(32);
    const said = await succeed(migrate);
    expect(said).toContain(`sent from Ceph to Ceph in ${32 - held} segments; an earlier try had sent ${held} segments`);
    expect(await digestOf('destination', await twinOf(looseId))).toBe(await digestOf('source', looseId));
    expect(await ourSnapshots()).toEqual([]);
    await succeed(['undo', '--yes']);
    expect(storageOf(await takeListing(lab.pair.destination))).toEqual(storageOf(before.destination));
  });

  it.runIf(isAll)('a byte that was damaged before it is read back is found with its range, and mended', async () => {
    const sent = async (): Promise<number> => {
      const rows = await lab.store.db
        .selectFrom('pumphouse.segment')
        .select('digest')
        .where('index', '=', -1)
        .execute();
      return rows.length;
    };
    const earlier = await sent();
    const running = startPumphouse(migrate, environment);
    await until(running, async () => (await sent()) > earlier);
    running.kill();
    expect((await running.ended).code).toBeUndefined();
    const image = `${labPool('destination')}/volume-${await twinOf(looseId)}`;
    await write(image, 2048 * mib, 700 * mib + 4321, Buffer.from('damaged'));
    const { code, stdout, stderr } = await runPumphouse(migrate, environment);
    expect(code).not.toBe(0);
    expect(`${stdout}${stderr}`).toContain(`bytes ${640 * mib}–${704 * mib - 1} differ`);
    expect(await succeed(migrate)).toContain('sent from Ceph to Ceph in 1 segment;');
    expect(await digestOf('destination', await twinOf(looseId))).toBe(await digestOf('source', looseId));
    await succeed(['undo', '--yes']);
    expect(storageOf(await takeListing(lab.pair.destination))).toEqual(storageOf(before.destination));
    expect(await ourSnapshots()).toEqual([]);
  });

  it.runIf(isAll)('what was written to it between two tries stops it, however often it is tried', async () => {
    const earlier = await segments();
    const running = startPumphouse(migrate, environment);
    await until(running, async () => (await segments()) > earlier + 3);
    running.kill();
    expect((await running.ended).code).toBeUndefined();
    await write(`${labPool('source')}/volume-${looseId}`, 2048 * mib, 5 * mib, Buffer.from('written late'));
    for (let tries = 0; tries < 2; tries += 1) {
      const { code, stdout, stderr } = await runPumphouse(migrate, environment);
      expect(code).not.toBe(0);
      expect(`${stdout}${stderr}`.replaceAll(/\s+/g, ' ')).toContain('was written to since its copy began');
    }
    await succeed(['undo', '--yes']);
    expect(storageOf(await takeListing(lab.pair.destination))).toEqual(storageOf(before.destination));
    expect(await ourSnapshots()).toEqual([]);
  });
});
