import type { Databases } from './databases.ts';
import { type PlannedWorld, planWorld } from './planned-world.ts';
import { openWorld } from './world.ts';

export interface EqualWorlds {
  readonly worlds: readonly PlannedWorld[];
  close(): Promise<void>;
}

/** As many worlds as there are cores, each with the same clouds and a plan for a project that has every kind. */
export async function openEqualWorlds(databases: Databases, main?: string): Promise<EqualWorlds> {
  const worlds = await Promise.all(
    [1, 2].map(() => openWorld(databases, { seed: 7, servers: 2, hasBystanders: true, main })),
  );
  return {
    worlds: await Promise.all(worlds.map((world) => planWorld(world, ['--project', 'acme']))),
    async close() {
      await Promise.all(worlds.map((world) => world.close()));
    },
  };
}
