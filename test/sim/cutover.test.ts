import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { checkLeftovers } from './checks/check-leftovers.ts';
import { checkMoved } from './checks/check-moved.ts';
import { checkSource } from './checks/check-source.ts';
import { differencesOfDumps } from './checks/differences-of-dumps.ts';
import { markOf, recordsOf, takeDumps } from './checks/dumps.ts';
import { type Databases, openDatabases } from './databases.ts';
import { type PlannedWorld, planWorld } from './planned-world.ts';
import type { PumphouseProcess } from './pumphouse-process.ts';
import { openWorld, type World } from './world.ts';

const planSchema = z.looseObject({
  id: z.string(),
  nodes: z.array(z.looseObject({ key: z.string(), kind: z.string(), needs: z.array(z.string()) })),
});

/* Servers of a run that was planned with --cutover wait before their downtime. */
let databases: Databases;
let world: World;
let planned: PlannedWorld;
let databaseUrl: string;
/** Keys of the servers that reach the gate by themselves: others come after one that they share a volume with. */
let first: string[];

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 11, servers: 10 });
  planned = await planWorld(world, ['--project', 'acme', '--cutover', 'manual']);
});

beforeEach(async () => {
  databaseUrl = await planned.begin();
  const { nodes } = await planFor('manual');
  const servers = nodes.filter(({ kind }) => kind === 'server');
  first = servers.filter(({ needs }) => !needs.some((key) => key.startsWith('server/'))).map(({ key }) => key);
});

afterEach(async () => {
  await databases.remove(databaseUrl);
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

const carryOut = (): PumphouseProcess => world.start(['run', planned.planId], databaseUrl);

async function succeed(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await world.run(words, databaseUrl);
  expect(code, `${words.join(' ')}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`).toBe(0);
  return stdout;
}

/** Until as many stand at the gate. */
async function waiting(count: number, runId = planned.planId): Promise<void> {
  const line = `${count} server${count === 1 ? '' : 's'} ready, not down yet`;
  await expect.poll(() => succeed(['status', runId]).catch(String), { timeout: 60_000, interval: 300 }).toContain(line);
}

function movedIds(): Set<string> {
  return new Set(recordsOf(takeDumps(world.pair).destination, 'servers').flatMap((twin) => markOf(twin) ?? []));
}

/** What becomes of servers is as before; what was made for them on the destination may be there. */
function faultsOfSource(): string[] {
  const after = takeDumps(world.pair);
  return [...checkSource(planned.before, after, movedIds()), ...checkLeftovers(planned.before, after, planned.wanted)];
}

const count = (): number => planned.movedServerIds.size;
const nameOf = (id: string): string => String(takeDumps(world.pair).source['servers']?.[id]?.['name']);

it('nothing goes down before it is said, by name or for all; the rest is made before', async () => {
  const running = carryOut();
  await waiting(first.length);
  expect(movedIds().size).toBe(0);
  expect(faultsOfSource()).toEqual([]);
  expect(recordsOf(takeDumps(world.pair).destination, 'networks').length).toBeGreaterThan(1);
  const alone = first[0]?.slice('server/'.length) ?? '';
  const said = await succeed(['cutover', '--server', alone]);
  expect(said).toContain(`1 server may go down now: ${nameOf(alone)}. ${count() - 1} others wait.`);
  await expect.poll(() => [...movedIds()], { timeout: 60_000, interval: 50 }).toContain(alone);
  expect(first.length).toBeGreaterThan(1);
  const again = await world.run(['cutover', '--server', 'nobody'], databaseUrl);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('moves no server nobody');
  await succeed(['cutover']);
  const { code, stderr } = await running.end;
  expect(code, stderr).toBe(0);
  expect(checkMoved(world.pair, planned)).toEqual([]);
  const over = await world.run(['cutover'], databaseUrl);
  expect(over.code).toBe(1);
  expect(over.stderr).toContain('has ended (done)');
});

it('killed at the gate, it waits there again; what was said meanwhile holds', async () => {
  const running = carryOut();
  await waiting(first.length);
  running.kill();
  await running.end;
  const second = carryOut();
  await waiting(first.length);
  second.kill();
  await second.end;
  const { stderr } = await world.run(['cutover'], databaseUrl);
  expect(stderr).toContain('No process works on it');
  const last = await carryOut().end;
  expect(last.code, last.stderr).toBe(0);
  expect(checkMoved(world.pair, planned)).toEqual([]);
});

it('a pause holds those that wait, a cancel leaves them as they are', async () => {
  const running = carryOut();
  await waiting(first.length);
  await succeed(['pause']);
  await succeed(['resume']);
  await waiting(first.length);
  await succeed(['cancel']);
  expect((await running.end).code).toBe(6);
  expect(movedIds().size).toBe(0);
  expect(faultsOfSource()).toEqual([]);
  await succeed(['undo', '--yes']);
  expect(differencesOfDumps(planned.before, takeDumps(world.pair))).toEqual([]);
});

it('a window that is open lets them go without a word; one that is over does not', async () => {
  const { id: closed } = await planFor('2020-01-01T01:00Z/2020-01-01T05:00Z');
  const running = world.start(['run', closed], databaseUrl);
  await waiting(first.length, closed);
  await succeed(['cancel']);
  expect((await running.end).code).toBe(6);
  await succeed(['run', (await planFor('2020-01-01T01:00Z')).id]);
  expect(movedIds()).toEqual(planned.movedServerIds);
});

async function planFor(window: string): Promise<z.infer<typeof planSchema>> {
  const words = ['plan', '--project', 'acme', '--leave-blocked', '--cutover', window, '-f', 'json'];
  return planSchema.parse(JSON.parse(await succeed(words)));
}
