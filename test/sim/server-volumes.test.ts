import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Server } from '../../sim/compute/records.ts';
import { reportPorts } from '../../sim/compute/follow-server.ts';
import { checkLeftovers } from './checks/check-leftovers.ts';
import { checkMoved } from './checks/check-moved.ts';
import { checkSource } from './checks/check-source.ts';
import { differencesOfDumps } from './checks/differences-of-dumps.ts';
import { recordsOf, takeDumps } from './checks/dumps.ts';
import { type Databases, openDatabases } from './databases.ts';
import { type PlannedWorld, planWorld } from './planned-world.ts';
import { openWorld, type World } from './world.ts';

/* Two servers share a volume, and each has others: they rest together, and what they share is copied once. */
let databases: Databases;
let world: World;
let planned: PlannedWorld;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 11, servers: 2 });
  // Someone waits for both.
  for (const server of sharers()) {
    server.status = 'ACTIVE';
    reportPorts(world.pair.source, server);
  }
  planned = await planWorld(world, ['--project', 'acme']);
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

/** The servers that share a volume; the first leads. */
function sharers(): readonly [Server, Server] {
  const { servers, volumes } = world.pair.source.state;
  const shared = volumes.find(({ attachments }) => attachments.length > 1);
  const ids = (shared?.attachments ?? []).map(({ serverId }) => serverId).toSorted();
  const [first, second] = ids.flatMap((id) => servers.get(id) ?? []);
  if (first === undefined || second === undefined) throw new Error('no servers share a volume');
  return [first, second];
}

/** The destination boots so many servers, and refuses the next one. */
function refuseServerAfter(count: number): void {
  let booted = 0;
  world.pair.destination.tap = {
    before({ method, path }) {
      if (method !== 'POST' || !path.endsWith('/servers')) return undefined;
      booted += 1;
      return booted > count ? { type: 'answer', status: 403 } : undefined;
    },
  };
}

/** The destination takes long to answer for the first server that it is to boot, or for a later one. */
function stallServer(after: number): () => number {
  let booted = 0;
  world.pair.destination.tap = {
    before({ method, path }) {
      if (method !== 'POST' || !path.endsWith('/servers')) return undefined;
      booted += 1;
      return booted === after + 1 ? { type: 'wait', durationMs: 3000 } : undefined;
    },
  };
  return () => booted;
}

async function runRefused(count: number) {
  const databaseUrl = await planned.begin();
  refuseServerAfter(count);
  const refused = await world.run(['run', planned.planId], databaseUrl);
  world.pair.destination.tap = {};
  expect(refused.code, refused.stdout).toBe(4);
  const again = async (words: readonly string[]): Promise<void> => {
    const { code, stdout, stderr } = await world.run(words, databaseUrl);
    expect(code, `${stdout}\n${stderr}`).toBe(0);
    await databases.remove(databaseUrl);
  };
  return { said: refused.stdout.replace(/\s+/g, ' '), again };
}

const carryOn = (): string[] => ['run', planned.planId];

describe('servers that share a volume', () => {
  it('both stay as they were when the first one cannot be booted, and move with the same command', async () => {
    const { said, again } = await runRefused(0);
    expect(said).toContain('It runs on the source as before.');
    const after = takeDumps(world.pair);
    expect(checkSource(planned.before, after, new Set())).toEqual([]);
    expect(recordsOf(after.destination, 'servers')).toEqual(recordsOf(planned.before.destination, 'servers'));
    const volumes = recordsOf(after.destination, 'volumes');
    expect(volumes.filter(({ attachments }) => Array.isArray(attachments) && attachments.length > 0)).toEqual([]);
    expect(volumes.map(({ name }) => name)).toEqual(['disk']);
    await again(carryOn());
    expect(checkMoved(world.pair, planned, { allowsRepeats: true })).toEqual([]);
  });

  it('the second one rests when it cannot follow, since their volume has moved, and follows later', async () => {
    const { said, again } = await runRefused(1);
    const [leader, follower] = sharers();
    expect(said).toContain(`server ${leader.name}, with which it shares a volume, has moved`);
    expect(['SUSPENDED', 'PAUSED', 'SHUTOFF']).toContain(follower.status);
    expect(recordsOf(takeDumps(world.pair).destination, 'servers').length).toBe(1);
    await again(carryOn());
    expect(checkMoved(world.pair, planned, { allowsRepeats: true })).toEqual([]);
  });

  it('an undo takes both back from there', async () => {
    const { again } = await runRefused(1);
    await again(['undo', planned.planId, '--yes']);
    expect(differencesOfDumps(planned.before, takeDumps(world.pair))).toEqual([]);
  });
});

describe('a server that rests since the one that it shares a volume with moves', () => {
  const succeed = async (words: readonly string[], databaseUrl: string): Promise<void> => {
    const { code, stdout, stderr } = await world.run(words, databaseUrl);
    expect(code, `${words.join(' ')}\n${stdout}\n${stderr}`).toBe(0);
  };
  const haveBothMoved = (): void => {
    expect(recordsOf(takeDumps(world.pair).destination, 'servers').length).toBe(2);
    expect(checkLeftovers(planned.before, takeDumps(world.pair), planned.wanted)).toEqual([]);
  };

  it('moves too before a pause is confirmed', async () => {
    const databaseUrl = await planned.begin();
    const booted = stallServer(0);
    const running = world.start(carryOn(), databaseUrl);
    await expect.poll(booted, { timeout: 60_000, interval: 20 }).toBe(1);
    await succeed(['pause'], databaseUrl);
    haveBothMoved();
    await succeed(['resume'], databaseUrl);
    expect((await running.end).code).toBe(0);
    expect(checkMoved(world.pair, planned)).toEqual([]);
    await databases.remove(databaseUrl);
  });

  it('is carried on by a cancel that finds it on its way', async () => {
    const databaseUrl = await planned.begin();
    const booted = stallServer(1);
    const running = world.start(carryOn(), databaseUrl);
    await expect.poll(booted, { timeout: 60_000, interval: 20 }).toBe(2);
    await succeed(['cancel'], databaseUrl);
    haveBothMoved();
    await running.end;
    await databases.remove(databaseUrl);
  });

  it('is carried on by a cancel after its own move failed', async () => {
    const { again } = await runRefused(1);
    await again(['cancel']);
    haveBothMoved();
  });
});

describe('a volume without its server', () => {
  const said = async (words: readonly string[]): Promise<string> => {
    const databaseUrl = await planned.begin();
    const { code, stdout } = await world.run(['plan', ...words], databaseUrl);
    await databases.remove(databaseUrl);
    expect(code).toBe(3);
    return stdout.replace(/\s+/g, ' ');
  };

  it('stays, and says which one has it', async () => {
    const [volumeId] = sharers()[0].volumeIds;
    expect(await said([`volume:${volumeId}`])).toMatch(/is attached to server [0-9a-f-]+, which does not move/);
  });

  it('stays when one of two servers does, and so does the other', async () => {
    const [leader, follower] = sharers();
    const text = await said(['--project', 'acme', '--exclude', `server:${follower.id}`, '--long']);
    expect(text).toContain(`is attached to server ${follower.id}, which does not move`);
    expect(text).toContain(`server ${leader.name} needs volume`);
  });
});
