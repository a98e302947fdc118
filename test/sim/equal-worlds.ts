import { kindNames } from '../../src/resources/kind-name.ts';
import type { Databases } from './databases.ts';
import { type PlannedWorld, planWorld } from './planned-world.ts';
import { openWorld, worldNumbers } from './world.ts';

export interface EqualWorlds {
  readonly worlds: readonly PlannedWorld[];
  close(): Promise<void>;
}

/** Kinds that no trial moves: snapshots of volumes go from Ceph to Ceph, and simulated clouds have no Ceph. */
const untried = new Set<string>(['volume-snapshot']);

/** Some equal worlds, each with the same clouds and a plan for a project that has every kind. */
export async function openEqualWorlds(databases: Databases, main?: string): Promise<EqualWorlds> {
  const worlds = await Promise.all(
    worldNumbers.map(() => openWorld(databases, { seed: 7, servers: 2, hasBystanders: true, main })),
  );
  const close = async (): Promise<void> => void (await Promise.all(worlds.map((world) => world.close())));
  try {
    const planned = await Promise.all(worlds.map((world) => planWorld(world, ['--project', 'acme'])));
    for (const one of planned) requireEveryKind(one);
    return { worlds: planned, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Every kind moves and nothing is left behind: a planner that blocked all volumes, say, would have none to lose. */
function requireEveryKind({ wanted, unmoved }: PlannedWorld): void {
  const moving = new Set(wanted.map(({ kind }) => kind));
  const missing = kindNames.filter((name) => !moving.has(name) && !untried.has(name));
  if (missing.length > 0) throw new Error(`the plan moves nothing of these kinds: ${missing.join(', ')}`);
  const words = unmoved.map(({ kind, id }) => `${kind} ${id}`);
  if (words.length > 0) throw new Error(`the plan leaves behind what has to move: ${words.join(', ')}`);
}
