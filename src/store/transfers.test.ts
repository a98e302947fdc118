import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beginRun } from './runs.ts';
import { openStore, type Store } from './store.ts';
import { listTransfers, noteTransfer } from './transfers.ts';

let home: string;
let store: Store;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'pumphouse-transfers-'));
  store = await openStore({ environment: { PUMPHOUSE_HOME: home } });
  const values = { id: 'aaaa', created_at: new Date(), source: 'old', destination: 'new', purpose: 'acme', body: '{}' };
  await store.db.insertInto('pumphouse.plan').values(values).execute();
  await beginRun(store, 'aaaa', 'running');
}, 60_000);

afterAll(async () => {
  await store.close();
  rmSync(home, { recursive: true, force: true });
});

const disk = { key: 'd', name: 'disk', totalBytes: 3000 };

async function check(copiedBytes: number, seconds: number, expected: Record<string, unknown>): Promise<void> {
  await noteTransfer(store, 'aaaa', { ...disk, copiedBytes }, new Date(seconds * 1000));
  expect(await listTransfers(store, 'aaaa')).toEqual([{ ...disk, copiedBytes, ...expected }]);
}

it('a copy keeps when it began, and one that begins anew begins then', async () => {
  await check(64, 10, { beganAt: new Date(10_000), updatedAt: new Date(10_000) });
  await check(2000, 12, { beganAt: new Date(10_000), updatedAt: new Date(12_000) });
  await check(64, 20, { beganAt: new Date(20_000), updatedAt: new Date(20_000) });
  await check(3000, 23, { beganAt: new Date(20_000), updatedAt: new Date(23_000) });
});
