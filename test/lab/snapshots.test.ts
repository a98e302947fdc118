import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createVolumeSnapshot,
  listVolumeSnapshots,
  type VolumeSnapshotAnswer,
} from '../../src/openstack/volume-snapshots.ts';
import {
  createVolume,
  deleteSnapshot,
  deleteVolume,
  extendVolume,
  listVolumes,
  waitForSnapshot,
  waitForVolume,
} from '../../src/openstack/volumes.ts';
import { type Plan, planSchema } from '../../src/plan/plan.ts';
import { digestRbd } from './digest-rbd.ts';
import { isAll } from './is-all.ts';
import { type LabClouds, openLabClouds } from './lab-clouds.ts';
import { labRbd } from './lab-rbd.ts';
import { type Listing, takeListing } from './listing.ts';
import { ourSnapshots } from './our-snapshots.ts';
import { runPumphouse, startPumphouse } from './run-pumphouse.ts';
import { labPool, writeCephClouds } from './write-ceph-clouds.ts';
import { writeRbd } from './write-rbd.ts';

/* Snapshots of volumes go from Ceph to Ceph with their volumes: each has the bytes that it has on the source. */
const clouds = ['--source', 'source', '--destination', 'destination'];
const mib = 1024 ** 2;
const name = 'snap-chain';
const migrate = ['migrate', ...clouds, `volume:${name}`, '--yes'];

let lab: LabClouds;
let folder: string;
let environment: Readonly<Record<string, string | undefined>>;
let before: { source: Listing; destination: Listing };
let volumeId = '';
/** The oldest first. */
const takenIds: string[] = [];

function sourceImage(): string {
  return `${labPool('source')}/volume-${volumeId}`;
}

async function take(ofVolume: string, about: object): Promise<string> {
  const order = { volume_id: ofVolume, force: true, ...about };
  const { id } = await createVolumeSnapshot(lab.pair.source, order);
  takenIds.push(id);
  expect((await waitForSnapshot(lab.pair.source, id))?.status).toBe('available');
  return id;
}

async function succeed(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runPumphouse(words, environment);
  expect(code, `${words.join(' ')}\n${stdout.slice(-3000)}\n${stderr.slice(-3000)}`).toBe(0);
  return `${stdout}\n${stderr}`;
}

/** Twins of snapshots on the destination, by the ids on the source. */
async function twins(): Promise<ReadonlyMap<string, VolumeSnapshotAnswer>> {
  const marked = (await listVolumeSnapshots(lab.pair.destination)).flatMap((one) => {
    const mark = one.metadata['pumphouse_source_id'];
    return mark === undefined ? [] : [[mark, one] as const];
  });
  expect(new Set(marked.map(([mark]) => mark)).size).toBe(marked.length);
  return new Map(marked);
}

async function twinImage(sourceId: string): Promise<string> {
  const found = (await listVolumes(lab.pair.destination)).find(
    ({ metadata }) => metadata['pumphouse_source_id'] === sourceId,
  );
  return `${labPool('destination')}/volume-${found?.id}`;
}

/** That a snapshot and its twin have the same bytes, and as many. */
async function expectEqual(snapshotId: string): Promise<void> {
  const twin = (await twins()).get(snapshotId);
  expect(twin?.status).toBe('available');
  const there = await digestRbd(`${await twinImage(volumeId)}@snapshot-${twin?.id}`);
  expect(there).toBe(await digestRbd(`${sourceImage()}@snapshot-${snapshotId}`));
}

beforeAll(async () => {
  lab = await openLabClouds();
  folder = mkdtempSync(join(tmpdir(), 'pumphouse-snapshots-'));
  environment = { ...lab.environment, OS_CLIENT_CONFIG_FILE: writeCephClouds(folder) };
  const { source, destination } = lab.pair;
  volumeId = (await createVolume(source, { name, size: 1, volume_type: 'rbd' })).id;
  expect((await waitForVolume(source, volumeId))?.status).toBe('available');
  await writeRbd(sourceImage(), 1024 * mib, 0, randomBytes(192 * mib));
  await take(volumeId, { name: 'one ☂', description: '', metadata: { empty: '' } });
  // It grows, and what the first one has is partly written over, partly made zero.
  await extendVolume(source, volumeId, 2);
  await writeRbd(sourceImage(), 2048 * mib, 100 * mib + 4096, randomBytes(150 * mib));
  await writeRbd(sourceImage(), 2048 * mib, 1500 * mib, randomBytes(50 * mib));
  await writeRbd(sourceImage(), 2048 * mib, 0, Buffer.alloc(10 * mib));
  await take(volumeId, { name: 'two', description: 'the second' });
  await writeRbd(sourceImage(), 2048 * mib, 1900 * mib, randomBytes(100 * mib));
  await take(volumeId, {});
  await writeRbd(sourceImage(), 2048 * mib, 50 * mib, randomBytes(20 * mib));
  before = { source: await takeListing(source), destination: await takeListing(destination) };
});

afterAll(async () => {
  // What a test that failed left there would keep it from being deleted.
  if (environment !== undefined) await runPumphouse(['undo', '--yes'], environment);
  for (const id of takenIds) await deleteSnapshot(lab.pair.source, id);
  if (volumeId !== '') await deleteVolume(lab.pair.source, volumeId);
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  await lab?.close();
});

/** What a volume could leave behind. */
function storageOf(listing: Listing): unknown {
  return Object.fromEntries(Object.entries(listing).filter(([path]) => /^(block-storage|image)/.test(path)));
}

async function expectAsBefore(): Promise<void> {
  const [source, destination] = await Promise.all([takeListing(lab.pair.source), takeListing(lab.pair.destination)]);
  expect(storageOf(destination)).toEqual(storageOf(before.destination));
  expect(storageOf(source)).toEqual(storageOf(before.source));
  expect(await ourSnapshots()).toEqual([]);
}

describe('plan', () => {
  const planOf = async (...words: readonly string[]): Promise<Plan> => {
    const { stdout, stderr } = await runPumphouse(['plan', ...clouds, ...words, '-f', 'json'], environment);
    expect(stdout, stderr).not.toBe('');
    return planSchema.parse(JSON.parse(stdout));
  };

  it('takes them along where their volume goes from Ceph to Ceph, and says that they stay where not', async () => {
    const own = takenIds.toSorted();
    const idsIn = ({ resources }: Plan): string[] => {
      const found = resources.filter(({ kind }) => kind === 'volume-snapshot');
      return found.map(({ id, action }) => `${action} ${id}`).toSorted();
    };
    const plan = await planOf(`volume:${name}`);
    expect(idsIn(plan)).toEqual(own.map((id) => `create ${id}`));
    expect(plan.findings.filter(({ rule }) => rule === 'volume-snapshots')).toEqual([]);
    const glance = await planOf(`volume:${name}`, '--copier', 'glance');
    expect(idsIn(glance)).toEqual([]);
    expect(glance.findings.filter(({ rule }) => rule === 'volume-snapshots')).toMatchObject([
      { severity: 'warning', cure: expect.stringContaining('leave out --copier glance') },
    ]);
    expect(glance.unmoved).toContainEqual(expect.objectContaining({ kind: 'volume snapshots', count: 3 }));
  });
});

describe('a volume with three snapshots', () => {
  it('goes on after kill -9 between two of them, and takes none twice', async () => {
    const running = startPumphouse([...migrate, '--rate', '60MiB/s'], environment);
    const over = running.ended.then(({ stderr }) => `the run ended before: ${stderr}`);
    const come = expect
      .poll(async () => (await twins()).size, { timeout: 240_000, interval: 100 })
      .toBe(1)
      .then(() => '');
    expect(await Promise.race([over, come])).toBe('');
    running.kill();
    expect((await running.ended).code).toBeUndefined();
    const first = [...(await twins())].map(([mark, { id }]) => [mark, id]);
    expect(first.map(([mark]) => mark)).toEqual(takenIds.slice(0, 1));
    await succeed(migrate);
    const all = await twins();
    expect([...all.keys()].toSorted()).toEqual(takenIds.toSorted());
    expect(all.get(takenIds[0] ?? '')?.id).toBe(first[0]?.[1]);
  });

  it('has in each twin the bytes, the size and what its owner wrote; and in itself what it has now', async () => {
    for (const id of takenIds) await expectEqual(id);
    expect(await digestRbd(await twinImage(volumeId))).toBe(await digestRbd(sourceImage()));
    const [one, two, three] = await Promise.all(takenIds.map(async (id) => (await twins()).get(id)));
    expect(one).toMatchObject({ name: 'one ☂', description: '', size: 1, metadata: { empty: '' } });
    expect(two).toMatchObject({ name: 'two', description: 'the second', size: 2 });
    expect(three).toMatchObject({ name: null, size: 2 });
    expect(await succeed(['verify'])).not.toContain('differs');
    expect(await ourSnapshots()).toEqual([]);
  });

  it('has twins of which a volume can be made, with their bytes', async () => {
    const { destination } = lab.pair;
    const twin = (await twins()).get(takenIds[0] ?? '');
    const { id } = await createVolume(destination, { name: 'made of a twin', snapshot_id: twin?.id });
    expect((await waitForVolume(destination, id))?.status).toBe('available');
    const made = await digestRbd(`${labPool('destination')}/volume-${id}`);
    await deleteVolume(destination, id);
    expect(made).toBe(await digestRbd(`${sourceImage()}@snapshot-${takenIds[0]}`));
  });

  it('is not touched on the source, and nothing of it is left on the destination after an undo', async () => {
    await succeed(['undo', '--yes']);
    await expectAsBefore();
    const left = await labRbd('snap', 'ls', '--format', 'json', sourceImage());
    for (const id of takenIds) expect(left).toContain(`snapshot-${id}`);
  });

  it.runIf(isAll)('is taken back whole when a run is killed between two and undone', async () => {
    const running = startPumphouse([...migrate, '--rate', '60MiB/s'], environment);
    await expect.poll(async () => (await twins()).size, { timeout: 240_000, interval: 100 }).toBe(1);
    running.kill();
    await running.ended;
    await succeed(['undo', '--yes']);
    await expectAsBefore();
  });
});
