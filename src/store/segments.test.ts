import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beginRun } from './runs.ts';
import { forgetSegments, listSegments, noteSegments } from './segments.ts';
import { openStore, type Store } from './store.ts';

let home: string;
let store: Store;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'pumphouse-segments-'));
  store = await openStore({ environment: { PUMPHOUSE_HOME: home } });
  const values = { id: 'aaaa', created_at: new Date(), source: 'old', destination: 'new', purpose: 'acme', body: '{}' };
  await store.db.insertInto('pumphouse.plan').values(values).execute();
  await beginRun(store, 'aaaa', 'running');
}, 60_000);

afterAll(async () => {
  await store.close();
  rmSync(home, { recursive: true, force: true });
});

it('keeps the last word on each, apart by pass and by what it was written to', async () => {
  const full = { runId: 'aaaa', key: 'v', destinationId: 'w', pass: 'full' };
  const many = Array.from({ length: 2500 }, (_, index) => ({ index, digest: 'zeros', bytes: 0 }));
  await noteSegments(store, full, many);
  const large = { index: 7, digest: 'ab', bytes: 5_000_000_000 };
  await noteSegments(store, full, [large, { index: -1, digest: 'sent', bytes: 0 }]);
  const kept = await listSegments(store, full);
  expect(kept).toHaveLength(2501);
  expect([kept[0]?.index, kept[8]]).toEqual([-1, large]);
  for (const other of [{ pass: 'delta-1' }, { destinationId: 'x' }, { key: 'u' }]) {
    expect(await listSegments(store, { ...full, ...other })).toEqual([]);
  }
  await forgetSegments(store, 'aaaa', 'v');
  expect(await listSegments(store, full)).toEqual([]);
});
