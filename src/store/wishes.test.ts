import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addEvent } from './events.ts';
import { beginRun, endRun, findRun, noteNode } from './runs.ts';
import { openStore, type Store } from './store.ts';
import { listTouchedServers } from './touched-servers.ts';
import { dropWish, noteGoing, noteWish, readWish } from './wishes.ts';

let home: string;
let store: Store;
const run = 'aaaa';
const always = (): boolean => true;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'pumphouse-wishes-'));
  store = await openStore({ environment: { PUMPHOUSE_HOME: home } });
  const values = { created_at: new Date(), source: 'old', destination: 'new', purpose: 'acme', body: '{}' };
  await store.db
    .insertInto('pumphouse.plan')
    .values({ id: run, ...values })
    .execute();
}, 60_000);

afterAll(async () => {
  await store.close();
  rmSync(home, { recursive: true, force: true });
});

it('a wish is confirmed once nothing goes on, and a newer one begins without', async () => {
  expect(await noteWish(store, run, 'pause', always)).toBe(false);
  await beginRun(store, run, 'running');
  expect(await noteWish(store, run, 'pause', always)).toBe(true);
  const seen = await readWish(store, run);
  if (seen === undefined) throw new TypeError('the wish was not noted');
  await noteGoing(store, run, seen, ['server web1: start']);
  expect(await readWish(store, run)).toMatchObject({ wish: 'pause', heededAt: null, going: ['server web1: start'] });
  await noteGoing(store, run, seen, []);
  expect((await readWish(store, run))?.heededAt).toBeInstanceOf(Date);
  await noteWish(store, run, 'pause', always);
  expect((await readWish(store, run))?.heededAt).toBeInstanceOf(Date);
  await noteWish(store, run, 'cancel', always);
  await noteGoing(store, run, seen, []);
  expect(await findRun(store, run)).toMatchObject({ wish: 'cancel', heededAt: null });
});

it('a wish may be refused, is dropped by its name, and ends with the run', async () => {
  expect(await noteWish(store, run, 'pause', ({ wish }) => wish !== 'cancel')).toBe(false);
  expect(await dropWish(store, run, ['pause', 'go'])).toBe(false);
  expect((await readWish(store, run))?.wish).toBe('cancel');
  await endRun(store, run, 'cancelled');
  expect(await readWish(store, run)).toBeUndefined();
  expect(await noteWish(store, run, 'pause', ({ endedAt }) => endedAt === null)).toBe(false);
});

it('that a process works on a run is seen without being in its way', async () => {
  expect(await store.isBusy(run)).toBe(false);
  const seen = await store.alone(run, async () => [await store.isBusy(run), await store.isBusy('bbbb')]);
  expect(seen).toEqual([true, false]);
  expect(await store.isBusy(run)).toBe(false);
});

it('servers count as touched from their first change until they are moved or put back', async () => {
  const tell = (id: string, type: 'begun' | 'touched' | 'done' | 'failed', step: string) =>
    addEvent(store, run, { type, message: step, kind: 'server', resourceId: id, step });
  for (const id of ['moved', 'back', 'between', 'again']) await tell(id, 'touched', 'quiesce');
  await tell('refused', 'begun', 'quiesce');
  await tell('between', 'begun', 'snapshot');
  await noteNode(store, run, { key: 'server/moved', attempt: 1, state: 'done' });
  await tell('back', 'done', 'put-back');
  await tell('again', 'done', 'put-back');
  await tell('again', 'touched', 'quiesce');
  await tell('between', 'failed', 'put-back');
  expect((await listTouchedServers(store, run)).toSorted()).toEqual(['again', 'between']);
});
