import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkLeftovers } from './checks/check-leftovers.ts';
import { checkMoved } from './checks/check-moved.ts';
import { checkSource } from './checks/check-source.ts';
import { checkTwins } from './checks/check-twins.ts';
import { differencesOfDumps } from './checks/differences-of-dumps.ts';
import { type Dumps, markOf, recordsOf, takeDumps } from './checks/dumps.ts';
import { type Databases, openDatabases } from './databases.ts';
import { type PlannedWorld, planWorld } from './planned-world.ts';
import type { PumphouseProcess } from './pumphouse-process.ts';
import { type Stall, stallDownloads } from './stall-downloads.ts';
import { openWorld, type World } from './world.ts';

/* One terminal carries a run out, another one holds it, lets it go on, or ends it. */
const tallySchema = z.object({
  run: z.string(),
  state: z.string(),
  servers: z.object({ total: z.number(), moved: z.number(), inBetween: z.number(), putBack: z.number() }),
});

let databases: Databases;
let world: World;
let planned: PlannedWorld;
let databaseUrl: string;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 11, servers: 4 });
  planned = await planWorld(world, ['--project', 'acme']);
});

beforeEach(async () => {
  databaseUrl = await planned.begin();
});

afterEach(async () => {
  world.pair.source.tap = {};
  await databases.remove(databaseUrl);
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

const carryOut = (): PumphouseProcess => world.start(['run', planned.planId], databaseUrl);

/** Runs it to its end, and shows what it said when the exit code is another. */
async function succeed(words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await world.run(words, databaseUrl);
  expect(code, `${words.join(' ')}\n${stdout.slice(-2000)}\n${stderr.slice(-2000)}`).toBe(0);
  return stdout;
}

async function tallyOf(words: readonly string[]): Promise<z.infer<typeof tallySchema>> {
  return tallySchema.parse(JSON.parse(await succeed([...words, '-f', 'json'])));
}

async function stalled(stall: Stall): Promise<void> {
  await expect.poll(stall.count, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
}

function writesSoFar(): number {
  return world.pair.source.writes.length + world.pair.destination.writes.length;
}

/** Whether a way back has begun after so many writes: what a cancel stops deletes no disk, and starts no server. */
function hasPutBack(count: number): boolean {
  return world.pair.source.writes
    .slice(count)
    .some(
      ({ method, path, body }) =>
        (method === 'DELETE' && path.includes('/v2/images/')) || Object.hasOwn(Object(body), 'os-start'),
    );
}

/** Ids of the source servers that have a twin. */
function movedIds(): Set<string> {
  const twins = recordsOf(takeDumps(world.pair).destination, 'servers');
  return new Set(twins.flatMap((twin) => markOf(twin) ?? []));
}

const reportSchema = z.object({
  servers: z.array(z.looseObject({ sourceId: z.string(), downtimeMs: z.number().optional() })),
});

/**
 * What must hold after a cancel: what the report calls moved has an equal twin, no other server has any, the source is
 * as before but for these, and nothing temporary is left.
 */
async function faultsOfCancel(): Promise<string[]> {
  const { servers } = reportSchema.parse(JSON.parse(await succeed(['report', '-f', 'json'])));
  const moved = servers.filter(({ downtimeMs }) => downtimeMs !== undefined).map(({ sourceId }) => sourceId);
  const after = takeDumps(world.pair);
  const wanted = moved.map((id) => ({ kind: 'server', id }));
  return [
    ...[...movedIds()].filter((id) => !moved.includes(id)).map((id) => `${id} has a twin, and is not called moved`),
    ...checkTwins(planned.before, after, wanted).filter((line) => line.startsWith('server ')),
    ...checkSource(planned.before, after, new Set(moved)),
    ...checkLeftovers(planned.before, after, planned.wanted),
  ];
}

describe('pause', () => {
  it('breaks copies off, is confirmed, and the run goes on to its end in the process that waits', async () => {
    const stall = stallDownloads(world.pair.source, 'images');
    const running = carryOut();
    await stalled(stall);
    expect(await succeed(['resume'])).toContain('is not paused');
    const { state } = await tallyOf(['pause']);
    expect(state).toBe('paused');
    const writes = writesSoFar();
    expect(await succeed(['status'])).toContain('| paused ');
    expect(writesSoFar()).toBe(writes);
    expect((await world.run(['run', planned.planId], databaseUrl)).stderr).toContain('another process works on run');
    stall.end();
    expect(await succeed(['resume'])).toContain(`Run ${planned.planId} goes on.`);
    const { code, stderr } = await running.end;
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('broken off, as the run is to hold');
    expect(checkMoved(world.pair, planned)).toEqual([]);
  });

  it('keeps no user waiting: a server that is down goes on to its end', async () => {
    const stall = stallDownloads(world.pair.source, 'disks');
    const running = carryOut();
    await stalled(stall);
    const pausing = tallyOf(['pause']);
    stall.end();
    expect((await pausing).state).toBe('paused');
    const moved = movedIds();
    const statuses = (side: Dumps) =>
      Object.entries(side.source['servers'] ?? {}).flatMap(([id, { status }]) => (moved.has(id) ? [] : [[id, status]]));
    expect(statuses(takeDumps(world.pair))).toEqual(statuses(planned.before));
    await succeed(['resume']);
    expect((await running.end).code).toBe(0);
    expect(checkMoved(world.pair, planned)).toEqual([]);
  });

  it('--now holds servers that are down; killed then, the same command goes on', async () => {
    const stall = stallDownloads(world.pair.source, 'disks');
    const running = carryOut();
    await stalled(stall);
    const { servers } = await tallyOf(['pause', '--now']);
    expect(servers.inBetween).toBeGreaterThan(0);
    running.kill();
    await running.end;
    expect(await succeed(['status'])).toContain('paused (stopped)');
    expect((await tallyOf(['pause'])).state).toBe('at rest');
    stall.end();
    const { code, stderr } = await carryOut().end;
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('it was paused; this command lets it go on');
    expect(checkMoved(world.pair, planned)).toEqual([]);
  });

  it('of a run without a process says so, and resume carries it on itself', async () => {
    const stall = stallDownloads(world.pair.source, 'images');
    const running = carryOut();
    await stalled(stall);
    running.kill();
    await running.end;
    expect((await world.run(['pause'], databaseUrl)).stderr).toContain('No process works on it');
    stall.end();
    await succeed(['resume']);
    expect(checkMoved(world.pair, planned)).toEqual([]);
    expect((await world.run(['resume'], databaseUrl)).stderr).toContain('is done: there is nothing to resume');
    expect((await world.run(['pause'], databaseUrl)).stderr).toContain('there is nothing to pause');
  });
});

describe('cancel', () => {
  it('puts back what is in between, keeps what has moved, and undo takes the rest back', async () => {
    const stall = stallDownloads(world.pair.source, 'disks');
    const running = carryOut();
    await stalled(stall);
    const { state, servers } = await tallyOf(['cancel']);
    expect(state).toBe('cancelled');
    expect(servers).toMatchObject({ inBetween: 0, moved: movedIds().size });
    expect(servers.putBack).toBeGreaterThan(0);
    expect((await running.end).code).toBe(6);
    expect(await faultsOfCancel()).toEqual([]);
    expect((await tallyOf(['cancel'])).state).toBe('cancelled');
    expect((await world.run(['run', planned.planId], databaseUrl)).stderr).toContain('was cancelled');
    await succeed(['undo', '--yes']);
    expect(differencesOfDumps(planned.before, takeDumps(world.pair))).toEqual([]);
  });

  it('reaches a paused run; the same migrate begins anew with what is there', async () => {
    const stall = stallDownloads(world.pair.source, 'images');
    const running = carryOut();
    await stalled(stall);
    await succeed(['pause']);
    await succeed(['cancel']);
    expect((await running.end).code).toBe(6);
    expect(await faultsOfCancel()).toEqual([]);
    stall.end();
    await succeed(['migrate', '--project', 'acme', '--leave-blocked', '--yes']);
    expect(movedIds()).toEqual(planned.movedServerIds);
    expect(await faultsOfCancel()).toEqual([]);
  });

  it.each(['cancel', 'run'])('killed in its midst, is carried to its end by %s', async (word) => {
    const stall = stallDownloads(world.pair.source, 'disks');
    const running = carryOut();
    await stalled(stall);
    const count = world.pair.source.writes.length;
    const cancelling = world.start(['cancel'], databaseUrl);
    await expect.poll(() => hasPutBack(count), { timeout: 30_000, interval: 5 }).toBe(true);
    cancelling.kill();
    running.kill();
    await Promise.all([cancelling.end, running.end]);
    if (word === 'cancel') expect((await tallyOf(['cancel'])).state).toBe('cancelled');
    else expect((await carryOut().end).code).toBe(6);
    expect(await faultsOfCancel()).toEqual([]);
    await succeed(['undo', '--yes']);
    expect(differencesOfDumps(planned.before, takeDumps(world.pair))).toEqual([]);
  });
});
