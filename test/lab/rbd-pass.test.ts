import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rbdDiffData, rbdDiffEnd, rbdDiffHead, rbdDiffZero } from '../../src/copy/rbd-diff.ts';
import type { RbdImage } from '../../src/copy/rbd-image.ts';
import { type CopiedPass, copyRbdPass } from '../../src/copy/rbd-pass.ts';
import type { SegmentNote } from '../../src/copy/segment-note.ts';
import { labCeph, labPool } from './write-ceph-clouds.ts';

/* Passes over images of the lab's Ceph that no cloud knows of. */
const access = { conf: labCeph, user: 'admin', pools: {} };
const name = `pumphouse-test-${process.pid}`;
const from: RbdImage = { access, pool: labPool('source'), name };
const to: RbdImage = { access, pool: labPool('destination'), name };
const mib = 1024 ** 2;
const sizeBytes = 512 * mib;

async function rbd(...words: readonly string[]): Promise<string> {
  return (await promisify(execFile)('rbd', ['--conf', labCeph, ...words])).stdout;
}

/** Writes such records into an image, as a guest would. */
async function write({ pool }: RbdImage, ...records: readonly Buffer[]): Promise<void> {
  const child = spawn('rbd', ['--conf', labCeph, 'import-diff', '--no-progress', '-', `${pool}/${name}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin.end(Buffer.concat([rbdDiffHead(sizeBytes), ...records, rbdDiffEnd]));
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
}

function data(offset: number, bytes: Buffer): Buffer {
  return Buffer.concat([rbdDiffData(offset, bytes.length), bytes]);
}

/** SHA-256 of all bytes, by a way that the product does not have. */
async function digestOf({ pool }: RbdImage, snapshot = ''): Promise<string> {
  const words = ['--conf', labCeph, 'export', '--no-progress', `${pool}/${name}${snapshot}`, '-'];
  const child = spawn('rbd', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const hash = createHash('sha256');
  for await (const chunk of child.stdout) hash.update(chunk);
  return hash.digest('hex');
}

interface Noted {
  readonly notes: Map<number, SegmentNote>;
  copy(signal?: AbortSignal): Promise<CopiedPass>;
}

function openPass(label: string, fromSnap: string | undefined, toSnap: string): Noted {
  const notes = new Map<number, SegmentNote>();
  const note = async (segments: readonly SegmentNote[]): Promise<void> => {
    for (const one of segments) notes.set(one.index, one);
  };
  const copy = (signal?: AbortSignal): Promise<CopiedPass> =>
    copyRbdPass({ from, to, label, fromSnap, toSnap, noted: [...notes.values()], note, signal });
  return { notes, copy };
}

beforeAll(async () => {
  for (const { pool } of [from, to]) await rbd('create', '--size', '512M', `${pool}/${name}`);
});

afterAll(async () => {
  for (const { pool } of [from, to]) {
    await rbd('snap', 'purge', '--no-progress', `${pool}/${name}`);
    await rbd('rm', '--no-progress', `${pool}/${name}`);
  }
});

it('a full pass copies what is there, sends no zeros, and is not made twice', async () => {
  // Odd places, a hole, zeros that were written, and a segment border in the middle of a record.
  const spots = [
    data(0, randomBytes(3 * mib)),
    data(5 * mib + 100, randomBytes(777)),
    data(70 * mib, randomBytes(mib)),
  ];
  const across = data(127 * mib, randomBytes(2 * mib));
  await write(from, ...spots, across, data(300 * mib, Buffer.alloc(mib)), data(510 * mib, randomBytes(2 * mib)));
  await rbd('snap', 'create', '--no-progress', `${from.pool}/${name}@one`);
  const pass = openPass('full', undefined, 'one');
  const copied = await pass.copy();
  expect(copied).toMatchObject({ sizeBytes, sentSegments: 4, heldSegments: 0 });
  expect(copied.sentBytes).toBeLessThan(9 * mib);
  expect(await digestOf(to)).toBe(await digestOf(from, '@one'));
  expect(await pass.copy()).toMatchObject({ sentBytes: 0, sentSegments: 0, digest: copied.digest });
});

it('a delta pass sends and reads back what changed, zeros too, and leaves no snapshot there', async () => {
  const changes = [
    data(mib, randomBytes(9000)),
    rbdDiffZero(2 * mib, 300_000),
    data(70 * mib + 512, Buffer.alloc(4096)),
    rbdDiffZero(126 * mib, 4 * mib),
    data(400 * mib, randomBytes(5000)),
  ];
  await write(from, ...changes);
  await rbd('snap', 'create', '--no-progress', `${from.pool}/${name}@two`);
  const pass = openPass('delta-1', 'one', 'two');
  const copied = await pass.copy();
  expect(copied.sentBytes).toBeLessThan(mib);
  expect(await digestOf(to)).toBe(await digestOf(from, '@two'));
  expect(await rbd('snap', 'ls', `${to.pool}/${name}`)).toBe('');
});

it('what differs is told with its range, and the next try writes it anew', async () => {
  await write(from, data(200 * mib, randomBytes(mib)));
  await rbd('snap', 'create', '--no-progress', `${from.pool}/${name}@three`);
  const pass = openPass('full', undefined, 'three');
  // One that is broken off while it reads back, since all is sent by then.
  await pass.copy();
  pass.notes.set(-1, { index: -1, digest: 'sent', bytes: 0 });
  await write(to, data(333 * mib, Buffer.from('x')));
  await expect(pass.copy()).rejects.toMatchObject({
    remedy: 'ask',
    detail: `bytes ${320 * mib}–${384 * mib - 1} differ`,
  });
  expect(await pass.copy()).toMatchObject({ sentSegments: 1, sentBytes: 0 });
  expect(await digestOf(to)).toBe(await digestOf(from, '@three'));
});

it('a signal breaks it off, and the next call goes on', async () => {
  await write(from, data(0, randomBytes(200 * mib)));
  await rbd('snap', 'create', '--no-progress', `${from.pool}/${name}@four`);
  const pass = openPass('delta-2', 'three', 'four');
  const stop = new AbortController();
  const first = pass.copy(stop.signal);
  await Promise.all([
    expect(first).rejects.toMatchObject({ remedy: 'retry' }),
    expect
      .poll(() => pass.notes.size, { timeout: 60_000, interval: 10 })
      .toBeGreaterThan(0)
      .then(() => stop.abort()),
  ]);
  const held = pass.notes.size;
  expect(await pass.copy()).toMatchObject({ heldSegments: held, sentSegments: 4 - held });
  expect(await digestOf(to)).toBe(await digestOf(from, '@four'));
});
