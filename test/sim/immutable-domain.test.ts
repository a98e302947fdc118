import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { sendJson } from '../../src/openstack/calls.ts';
import { differencesOfDumps } from './checks/differences-of-dumps.ts';
import { takeDumps } from './checks/dumps.ts';
import { type Databases, openDatabases } from './databases.ts';
import { openWorld, type World } from './world.ts';

let databases: Databases;
let world: World;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 5, servers: 0 });
});

afterAll(async () => {
  await world?.close();
  await databases?.close();
});

const answerSchema = z.looseObject({ domain: z.looseObject({ id: z.string() }) });
const planSchema = z.looseObject({ id: z.string() });

it('an immutable domain moves, disabled at the end, and is taken back by undo', async () => {
  const { source, close } = await world.open();
  const domain = { name: 'vault', enabled: false, options: { immutable: true } };
  const request = { service: 'identity', method: 'POST', path: '/domains', body: { domain } } as const;
  const { id } = (await sendJson(source, request, answerSchema)).domain;
  await close();
  const before = takeDumps(world.pair);
  const databaseUrl = await databases.make();
  const made = await world.run(['plan', `domain:${id}`, '-f', 'json'], databaseUrl);
  const planId = planSchema.parse(JSON.parse(made.stdout)).id;
  const run = await world.run(['run', planId], databaseUrl);
  expect(run.code, run.stdout).toBe(0);
  const twin = world.pair.destination.state.domains.find(({ name }) => name === 'vault');
  expect(twin).toMatchObject({ enabled: false, options: { immutable: true } });
  const undone = await world.run(['undo', planId, '--yes'], databaseUrl);
  expect(undone.code, `${undone.stdout}${undone.stderr}`).toBe(0);
  expect(differencesOfDumps(before, takeDumps(world.pair))).toEqual([]);
});
