import type { TestedClouds } from '../both/tested-clouds.ts';
import { openDatabases } from './databases.ts';
import { openWorld } from './world.ts';

export async function openTestedSim({ hasDns = false } = {}): Promise<TestedClouds> {
  const databases = await openDatabases();
  const world = await openWorld(databases, { seed: 5, servers: 0 });
  for (const cloud of [world.pair.source, world.pair.destination]) cloud.hasDns = hasDns;
  const databaseUrl = await databases.make();
  const pair = await world.open();
  return {
    source: pair.source,
    destination: pair.destination,
    async run(words) {
      const { code, stdout, stderr } = await world.run(words, databaseUrl);
      return { code, said: `${stdout}${stderr}` };
    },
    async close() {
      await pair.close();
      await world.close();
      await databases.close();
    },
  };
}
