import { expect, test } from 'vitest';
import { type Dump, dumpState } from '../../sim/cloud/dump-state.ts';
import { startPair } from '../../sim/start-pair.ts';

const time = /\d{4}-\d\d-\d\dT[\d:.]+Z?/g;

async function dumpOf(seed: number, servers: number) {
  const pair = await startPair({ seed, servers });
  try {
    const source: Dump = JSON.parse(JSON.stringify(dumpState(pair.source)).replaceAll(time, ''));
    return { projects: pair.projects, source, writes: pair.source.writes.length };
  } finally {
    await pair.close();
  }
}

test('pairs of one seed are equal, those of another are not', async () => {
  const [one, same, other] = [await dumpOf(1, 5), await dumpOf(1, 5), await dumpOf(2, 5)];
  expect(same).toEqual(one);
  expect(Object.keys(other.source['servers'] ?? {})).not.toEqual(Object.keys(one.source['servers'] ?? {}));
});

test.each([0, 1, 2, 7, 40])('%i servers are shared out among projects', async (servers) => {
  const { projects, source, writes } = await dumpOf(3, servers);
  expect(Object.keys(source['servers'] ?? {})).toHaveLength(servers);
  expect(projects.reduce((sum, project) => sum + project.servers, 0)).toBe(servers);
  expect(projects[0]).toMatchObject({ name: 'acme', isMovable: true });
  expect(Math.max(...projects.map((project) => project.servers))).toBeLessThanOrEqual(6);
  expect(writes).toBe(0);
});
