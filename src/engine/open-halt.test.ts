import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { beginRun, noteNode } from '../store/runs.ts';
import { openStore, type Store } from '../store/store.ts';
import { dropWish, noteWish, readWish, type Wish } from '../store/wishes.ts';
import type { Halt, HaltedTask } from './halt.ts';
import { openHalt } from './open-halt.ts';

let home: string;
let store: Store;
let halt: Halt;
const run = 'aaaa';

const image: HaltedTask = {
  node: { key: 'image/i1' },
  planned: { kind: 'image', name: 'debian' },
  resource: { id: 'i1', name: 'debian' },
  isFollower: false,
};

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'pumphouse-halt-'));
  store = await openStore({ environment: { PUMPHOUSE_HOME: home } });
  const values = { created_at: new Date(), source: 'old', destination: 'new', purpose: 'acme', body: '{}' };
  await store.db
    .insertInto('pumphouse.plan')
    .values({ id: run, ...values })
    .execute();
  await beginRun(store, run, 'running');
}, 60_000);

beforeEach(async () => {
  halt = await openHalt(store, run, 1);
});

afterEach(async () => {
  await halt.close();
  await dropWish(store, run);
});

afterAll(async () => {
  await store.close();
  rmSync(home, { recursive: true, force: true });
});

const wish = (word: Wish): Promise<boolean> => noteWish(store, run, word, () => true);
const heeded = async (): Promise<boolean> => (await readWish(store, run))?.heededAt instanceof Date;

it('a pause breaks a copy off, is confirmed when it holds, and over with the next word', async () => {
  expect(await halt.mayBegin(image, 'copy', false)).toBe(true);
  await noteNode(store, run, { key: image.node.key, attempt: 1, state: 'running' });
  let isBroken = false;
  const copying = halt.during(image, 'copy', async (signal) => {
    await new Promise((broken) => signal.addEventListener('abort', broken));
    isBroken = true;
  });
  await wish('pause');
  await copying;
  expect(isBroken).toBe(true);
  expect(await heeded()).toBe(false);
  expect(halt.isToHold(image, 'copy')).toBe(true);
  await expect.poll(async () => (await readWish(store, run))?.going).toEqual(['image debian: copy']);
  const again = halt.mayBegin(image, 'copy', true);
  await expect.poll(heeded).toBe(true);
  await wish('go');
  expect(await again).toBe(true);
  await expect.poll(() => readWish(store, run)).toBeUndefined();
  await noteNode(store, run, { key: image.node.key, attempt: 1, state: 'done' });
  halt.leave(image);
});

it('what a killed process left under way counts until it is taken up here', async () => {
  await noteNode(store, run, { key: image.node.key, attempt: 1, state: 'running' });
  await wish('pause-now');
  await expect.poll(async () => (await readWish(store, run))?.going).toEqual(['image/i1']);
  expect(await heeded()).toBe(false);
  const held = halt.mayBegin(image, 'copy', false);
  await expect.poll(heeded).toBe(true);
  await wish('cancel');
  expect(await held).toBe(false);
  expect(await halt.isCancelled()).toBe(true);
});

it('a cancel that was wished before holds from the first step on, but not for the way back', async () => {
  await wish('cancel');
  const later = await openHalt(store, run, 1);
  expect(await later.mayBegin(image, 'create', false)).toBe(false);
  expect(await later.mayBegin(image, 'undo', false)).toBe(true);
  await later.close();
});
