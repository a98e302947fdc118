import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SimCloud } from '../../sim/cloud/sim-cloud.ts';
import { removeGroup } from '../../sim/identity/remove-group.ts';
import { checkMoved } from './checks/check-moved.ts';
import { differencesOfDumps } from './checks/differences-of-dumps.ts';
import { takeDumps } from './checks/dumps.ts';
import { type Databases, openDatabases } from './databases.ts';
import { type PlannedWorld, planWorld } from './planned-world.ts';
import { openWorld, type World } from './world.ts';

let databases: Databases;
let world: World;
let planned: PlannedWorld;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 11, servers: 2 });
  planned = await planWorld(world, ['--all']);
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

/** Does something to a cloud right before the first request whose method and path match. */
function meddle(cloud: SimCloud, request: RegExp, change: () => void): void {
  let isOver = false;
  cloud.tap = {
    before({ method, path }) {
      if (isOver || !request.test(`${method} ${path}`)) return undefined;
      isOver = true;
      change();
      return undefined;
    },
  };
}

/** Runs the plan once while somebody meddles, and once more in peace, from the state in which it was planned. */
async function runTwice(between: () => void = () => undefined) {
  const databaseUrl = await planned.begin();
  return async (words = ['run', planned.planId]) => {
    const first = await world.run(words, databaseUrl);
    between();
    const second = await world.run(words, databaseUrl);
    await databases.remove(databaseUrl);
    return { first, second, faults: checkMoved(world.pair, planned) };
  };
}

const reportSchema = z.object({
  resources: z.array(z.looseObject({ kind: z.string(), sourceId: z.string(), problem: z.string().optional() })),
});

/** What of the plan did not move, as the report says: `kind/id`. */
async function failedOf(databaseUrl: string): Promise<string[]> {
  const { stdout } = await world.run(['report', '-f', 'json'], databaseUrl);
  const { resources } = reportSchema.parse(JSON.parse(stdout));
  const keys = resources.flatMap(({ kind, sourceId, problem }) => (problem === undefined ? [] : `${kind}/${sourceId}`));
  return keys.filter((key) => planned.wanted.some(({ kind, id }) => key === `${kind}/${id}`));
}

describe('somebody else is at work in the clouds', () => {
  it('a quota used up since the plan stops what needs it; raised, the same command ends it', async () => {
    const { destination } = world.pair;
    const raise = (): void => destination.state.quotas.removeWhere(() => true);
    const run = await runTwice(raise);
    meddle(destination, /^POST \/network\/v2.0\/routers$/, () => {
      for (const { id } of destination.state.projects.list()) {
        destination.state.quotas.put({ id: `network/${id}`, limits: { router: 0 } });
      }
    });
    const { first, second, faults } = await run();
    expect(first.code).toBe(4);
    expect(first.stdout).toMatch(/[Qq]uota/);
    expect(second.code).toBe(0);
    expect(faults).toEqual([]);
  });

  it('a token that ends with every twentieth request costs nothing but logins', async () => {
    const databaseUrl = await planned.begin();
    for (const cloud of [world.pair.source, world.pair.destination]) {
      let count = 0;
      cloud.tap = {
        after() {
          count += 1;
          if (count % 20 === 0) for (const token of cloud.state.tokens.list()) token.isRevoked = true;
          return undefined;
        },
      };
    }
    const end = await world.run(['run', planned.planId], databaseUrl);
    for (const cloud of [world.pair.source, world.pair.destination]) cloud.tap = {};
    expect(end.code).toBe(0);
    expect(checkMoved(world.pair, planned)).toEqual([]);
  });

  it('twins that somebody deletes meanwhile are made again by the same command, and joined again', async () => {
    const { destination } = world.pair;
    const run = await runTwice();
    meddle(destination, /^POST \/compute\/v2.1\/servers$/, () => {
      destination.state.keypairs.removeWhere(({ name }) => name === 'key');
      for (const group of destination.state.groups.where(({ name }) => name === 'ops')) removeGroup(destination, group);
    });
    const { first, second } = await run();
    expect(first.code).toBe(4);
    expect(second.code, second.stdout.slice(-2000)).toBe(0);
    expect(checkMoved(world.pair, planned, { allowsRepeats: true })).toEqual([]);
    const ops = destination.state.groups.find(({ name }) => name === 'ops');
    expect(ops?.userIds.length).toBe(2);
    expect(destination.state.assignments.where(({ actor }) => actor.id === ops?.id).length).toBe(3);
  });

  it('a server that somebody stops after its move is told by verify', async () => {
    const { destination } = world.pair;
    const databaseUrl = await planned.begin();
    expect((await world.run(['run', planned.planId], databaseUrl)).code).toBe(0);
    const verify = async (): Promise<string> =>
      (await world.run(['verify', planned.planId, '-f', 'json'], databaseUrl)).stdout;
    expect(await verify()).not.toContain('power state');
    const running = destination.state.servers.find(({ status }) => status === 'ACTIVE');
    if (running === undefined) throw new Error('the population has no server that runs');
    running.status = 'SHUTOFF';
    expect(await verify()).toMatch(/power state: .*ACTIVE.* ≠ .*SHUTOFF/);
    await databases.remove(databaseUrl);
  });

  it('an image that vanishes from the source is reported by name; all else moves, what boots from it too', async () => {
    const { source } = world.pair;
    const isBooted = (id: string): boolean => source.state.servers.list().some(({ imageId }) => imageId === id);
    const image = planned.wanted.find(({ kind, id }) => kind === 'image' && isBooted(id));
    if (image === undefined) throw new Error('no server of the population boots from an image that moves');
    const databaseUrl = await planned.begin();
    source.state.images.remove(image.id);
    const before = takeDumps(world.pair);
    expect((await world.run(['run', planned.planId], databaseUrl)).code).toBe(4);
    expect(await failedOf(databaseUrl)).toEqual([`image/${image.id}`]);
    const wanted = planned.wanted.filter(({ id }) => id !== image.id);
    expect(checkMoved(world.pair, { ...planned, before, wanted })).toEqual([]);
    expect((await world.run(['undo', planned.planId, '--yes'], databaseUrl)).code).toBe(0);
    expect(differencesOfDumps(before, takeDumps(world.pair))).toEqual([]);
    await databases.remove(databaseUrl);
  });
});
