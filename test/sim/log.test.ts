import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Databases, openDatabases } from './databases.ts';
import { openWorld, type World } from './world.ts';

let databases: Databases;
let world: World;

beforeAll(async () => {
  databases = await openDatabases();
  world = await openWorld(databases, { seed: 3, servers: 1 });
  vi.stubEnv('PUMPHOUSE_LOG', 'debug');
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await world?.close();
  await databases?.close();
});

it('PUMPHOUSE_LOG=debug has each request with its time, and no secret', async () => {
  const databaseUrl = await databases.make();
  const { stderr } = await world.run(['clouds', 'source', '-f', 'json'], databaseUrl);
  const lines = stderr.split('\n').filter((line) => line.startsWith('{'));
  const requests = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
  expect(requests.length).toBeGreaterThan(3);
  expect(requests).toContainEqual(
    expect.objectContaining({
      cloud: 'source',
      service: 'identity',
      method: 'POST',
      path: expect.stringMatching(/\/auth\/tokens$/),
      status: 201,
      durationMs: expect.any(Number),
    }),
  );
  const password = /password: *"?([^"\n]+)/.exec(world.pair.cloudsFile)?.[1] ?? 'none there';
  expect(password).not.toBe('none there');
  expect(stderr).not.toContain(password);
  expect(stderr.toLowerCase()).not.toContain('x-auth-token');
  await databases.remove(databaseUrl);
});
