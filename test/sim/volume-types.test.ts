import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { SimCloud } from '../../sim/cloud/sim-cloud.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { createQosSpecs, createVolumeType, joinQosSpecs } from '../../src/openstack/volume-types.ts';
import { volumeType } from '../../src/resources/volume-type.ts';
import { carryThrough } from './carry-through.ts';
import { differencesOfDumps } from './checks/differences-of-dumps.ts';
import { takeDumps } from './checks/dumps.ts';
import { type Databases, openDatabases } from './databases.ts';
import { openWorld, type World } from './world.ts';

/* QoS specs belong to no type alone: what several types share, what others made, and what a kill leaves of them. */
let databases: Databases;

beforeAll(async () => {
  databases = await openDatabases();
});

afterAll(async () => {
  await databases?.close();
});

interface Scene {
  readonly world: World;
  readonly source: Cloud;
  readonly destination: Cloud;
  readonly databaseUrl: string;
}

/** Two clouds; the source has types of these names, which share QoS specs. */
async function inScene(names: readonly string[], play: (scene: Scene) => Promise<void>): Promise<void> {
  const world = await openWorld(databases, { seed: 5, servers: 0 });
  const { source, destination, close } = await world.open();
  try {
    const { id } = await createQosSpecs(source, shared);
    for (const name of names) await joinQosSpecs(source, id, (await createVolumeType(source, { name })).id);
    await play({ world, source, destination, databaseUrl: await databases.make() });
  } finally {
    await close();
    await world.close();
  }
}

const shared = { name: 'shared', consumer: 'both', specs: { total_iops_sec: '500' } };
const other = { ...shared, specs: { total_iops_sec: '600' } };
const planSchema = z.looseObject({ id: z.string() });

async function planTypes({ world, databaseUrl }: Scene, names: readonly string[]): Promise<string> {
  const words = names.map((name) => `volume-type:${name}`);
  const { stdout } = await world.run(['plan', ...words, '-f', 'json'], databaseUrl);
  return planSchema.parse(JSON.parse(stdout)).id;
}

function specsOf({ state }: SimCloud, typeName: string): string | null | undefined {
  const qosId = state.volumeTypes.find(({ name }) => name === typeName)?.qosSpecsId;
  return typeof qosId === 'string' ? state.qosSpecs.get(qosId)?.name : qosId;
}

const several = ['a', 'b', 'c', 'd', 'e'];

it('several types share QoS specs that are made once, if Cinder is slow too; undo takes them last', async () => {
  await inScene(several, async (scene) => {
    const { world, databaseUrl } = scene;
    const before = takeDumps(world.pair);
    const planId = await planTypes(scene, several);
    world.pair.destination.tap = {
      before: ({ method, path }) =>
        method === 'POST' && path.includes('/qos-specs') ? { type: 'wait', durationMs: 400 } : undefined,
    };
    const end = await world.run(['run', planId], databaseUrl);
    expect(end.code, end.stdout).toBe(0);
    expect(several.map((name) => specsOf(world.pair.destination, name))).toEqual(several.map(() => 'shared'));
    expect(world.pair.destination.state.qosSpecs.list().length).toBe(1);
    expect((await world.run(['undo', planId, '--yes'], databaseUrl)).code).toBe(0);
    expect(differencesOfDumps(before, takeDumps(world.pair))).toEqual([]);
  });
});

it('undo finds QoS specs that were made and never joined', async () => {
  await inScene(['a'], async (scene) => {
    const { world, databaseUrl } = scene;
    const before = takeDumps(world.pair);
    const planId = await planTypes(scene, ['a']);
    // The type is the first write, the specs are the second; the third, a GET, joins them.
    const kills = [{ cloud: 'destination', write: 2, moment: 'after' }] as const;
    const { killed } = await carryThrough(world, { words: ['run', planId], databaseUrl, kills, isLeft: true });
    expect(killed).toBe(1);
    expect(world.pair.destination.state.qosSpecs.list().length).toBe(1);
    expect((await world.run(['undo', planId, '--yes'], databaseUrl)).code).toBe(0);
    expect(differencesOfDumps(before, takeDumps(world.pair))).toEqual([]);
  });
});

it.each([1, 2, 3, 4])('an undo of two types that share QoS specs is killed after its write %i', async (write) => {
  await inScene(['a', 'b'], async (scene) => {
    const { world, databaseUrl } = scene;
    const before = takeDumps(world.pair);
    const planId = await planTypes(scene, ['a', 'b']);
    expect((await world.run(['run', planId], databaseUrl)).code).toBe(0);
    const kills = [{ cloud: 'destination', write, moment: 'after' }] as const;
    const { end, killed } = await carryThrough(world, { words: ['undo', planId, '--yes'], databaseUrl, kills });
    expect(killed).toBe(1);
    expect(end.code, end.stderr).toBe(0);
    expect(differencesOfDumps(before, takeDumps(world.pair))).toEqual([]);
  });
});

it('a type that is in use keeps its QoS specs when its undo fails', async () => {
  await inScene(['a'], async (scene) => {
    const { world, destination, databaseUrl } = scene;
    const planId = await planTypes(scene, ['a']);
    expect((await world.run(['run', planId], databaseUrl)).code).toBe(0);
    const volume = { size: 1, volume_type: 'a' };
    await destination.send({ service: 'block-storage', method: 'POST', path: '/volumes', body: { volume } });
    const undone = await world.run(['undo', planId, '--yes'], databaseUrl);
    expect(undone.code).toBe(4);
    expect(undone.stderr).toContain('still in use');
    expect(specsOf(world.pair.destination, 'a')).toBe('shared');
  });
});

it('QoS specs of others are used, never changed and never deleted', async () => {
  await inScene(['a'], async (scene) => {
    const { world, source, destination, databaseUrl } = scene;
    await createQosSpecs(destination, shared);
    const before = takeDumps(world.pair);
    const planId = await planTypes(scene, ['a']);
    expect((await world.run(['run', planId], databaseUrl)).code).toBe(0);
    expect(specsOf(world.pair.destination, 'a')).toBe('shared');
    const ids = [source, destination].map(async (cloud) => {
      const found = (await volumeType.discover(cloud, {})).find(({ name }) => name === 'a');
      if (found === undefined) throw new Error(`${cloud.name} has no type a`);
      return found;
    });
    const [resource, twin] = await Promise.all(ids);
    if (resource === undefined || twin === undefined) throw new Error('there is no such type');
    await volumeType.unmark?.(destination, resource, twin);
    expect((await world.run(['undo', planId, '--yes'], databaseUrl)).code).toBe(0);
    expect(differencesOfDumps(before, takeDumps(world.pair))).toEqual([]);
  });
});

it('other QoS specs of that name stop the plan, with both sides; a mapped type is not stopped', async () => {
  await inScene(['a'], async ({ world, destination, databaseUrl }) => {
    await createQosSpecs(destination, other);
    const { code, stdout } = await world.run(['plan', 'volume-type:a'], databaseUrl);
    const said = stdout.replace(/\s+/g, ' ');
    expect(code).toBe(3);
    expect(said).toContain('volume type a has QoS specs shared, which differ on the destination');
    expect(said).toMatch(/"500".* on the source, .*"600".* on the destination/);
    const mapped = await world.run(['plan', 'volume-type:a', '--map', 'volume-type:a=nfs'], databaseUrl);
    expect(mapped.code, mapped.stdout).toBe(0);
  });
});
