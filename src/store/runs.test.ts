import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beginRun, endRun, failedBeforeKill, halfMoved, listNodes, noteNode } from './runs.ts';
import { openStore, type Store } from './store.ts';
import { isTwinOfAnotherRun, knownTwins, recordTwin } from './twins.ts';

let home: string;
let store: Store;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'pumphouse-runs-'));
  store = await openStore({ environment: { PUMPHOUSE_HOME: home } });
  for (const id of ['aaaa', 'bbbb', 'cccc']) {
    const values = { id, created_at: new Date(), source: 'old', destination: 'new', purpose: 'acme', body: '{}' };
    await store.db.insertInto('pumphouse.plan').values(values).execute();
  }
}, 60_000);

afterAll(async () => {
  await store.close();
  rmSync(home, { recursive: true, force: true });
});

it('a run that was killed keeps its attempt, one that had ended begins the next', async () => {
  expect(await beginRun(store, 'aaaa', 'running')).toBe(1);
  expect(await beginRun(store, 'aaaa', 'running')).toBe(1);
  await endRun(store, 'aaaa', 'failed');
  expect(await beginRun(store, 'aaaa', 'running')).toBe(2);
  expect(await beginRun(store, 'aaaa', 'undoing')).toBe(3);
  await endRun(store, 'aaaa', 'undoing');
  expect(await beginRun(store, 'aaaa', 'undoing')).toBe(4);
  await endRun(store, 'aaaa', 'undone');
});

it('a node keeps when it began, and ends once', async () => {
  await beginRun(store, 'bbbb', 'running');
  await noteNode(store, 'bbbb', { key: 'server/s1', attempt: 1, state: 'running' });
  const [begun] = await listNodes(store, 'bbbb');
  expect(begun?.endedAt).toBeNull();
  await noteNode(store, 'bbbb', { key: 'server/s2', attempt: 1, state: 'running' });
  await noteNode(store, 'bbbb', { key: 'server/s2', attempt: 1, state: 'failed', problem: 'no room' });
  const [first, second] = await listNodes(store, 'bbbb');
  expect(first).toEqual(begun);
  expect(second).toMatchObject({ state: 'failed', problem: 'no room' });
  expect(await failedBeforeKill(store, 'bbbb')).toEqual(['server/s2']);
  expect(await failedBeforeKill(store, 'aaaa')).toEqual([]);
});

it('what a killed run is in the middle of is told to other plans of the same clouds only', async () => {
  const others = { source: 'old', destination: 'new' };
  expect(await halfMoved(store, { id: 'cccc', ...others })).toEqual([{ runId: 'bbbb', key: 'server/s1' }]);
  expect(await halfMoved(store, { id: 'bbbb', ...others })).toEqual([]);
  expect(await halfMoved(store, { id: 'cccc', source: 'old', destination: 'else' })).toEqual([]);
  await endRun(store, 'bbbb', 'undone');
  expect(await halfMoved(store, { id: 'cccc', ...others })).toEqual([]);
});

it('a later plan knows what we created, not what was adopted', async () => {
  const twin = { kind: 'network', name: 'net', destinationId: 'N1' } as const;
  await recordTwin(store, 'bbbb', { ...twin, sourceId: 'n1', origin: 'created' });
  await recordTwin(store, 'bbbb', { ...twin, sourceId: 'n2', origin: 'adopted' });
  expect(await knownTwins(store, 'old', 'new')).toEqual(new Map([['network/n1', 'N1']]));
});

it('what another run has created is that run’s to undo', async () => {
  const network = { kind: 'network', destinationId: 'N9' } as const;
  expect(await isTwinOfAnotherRun(store, 'aaaa', network)).toBe(false);
  await recordTwin(store, 'bbbb', { ...network, sourceId: 'n9', name: 'net', origin: 'created' });
  expect(await isTwinOfAnotherRun(store, 'aaaa', network)).toBe(true);
  expect(await isTwinOfAnotherRun(store, 'bbbb', network)).toBe(false);
  expect(await isTwinOfAnotherRun(store, 'aaaa', { ...network, kind: 'subnet' })).toBe(false);
});
