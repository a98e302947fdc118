import { z } from 'zod';
import { snapshotState } from '../../sim/cloud/snapshot-state.ts';
import { type Dumps, takeDumps } from './checks/dumps.ts';
import type { Wanted } from './checks/wanted.ts';
import type { World } from './world.ts';

/** A world in which a plan was made, to which it can be taken back again and again. */
export interface PlannedWorld {
  readonly world: World;
  readonly planId: string;
  readonly wanted: readonly Wanted[];
  readonly movedServerIds: ReadonlySet<string>;
  readonly before: Dumps;
  /** Takes both clouds back to the plan, and gives a new copy of its store. Returns the URL of that. */
  begin(): Promise<string>;
}

const planSchema = z.looseObject({
  id: z.string(),
  resources: z.array(z.looseObject({ kind: z.string(), id: z.string(), action: z.string() })),
});

/** Plans the migration of a project, and leaves blocked resources behind; `first` is a command that goes before. */
export async function planWorld(
  world: World,
  selection: readonly string[],
  first?: readonly string[],
): Promise<PlannedWorld> {
  const { pair, databases } = world;
  const template = await databases.make();
  const begun = first === undefined ? undefined : await world.run(first, template);
  if (begun !== undefined && begun.code !== 0)
    throw new Error(`what goes before ended with ${begun.code}: ${begun.stderr}`);
  const before = takeDumps(pair);
  const made = await world.run(['plan', ...selection, '--leave-blocked', '-f', 'json'], template);
  if (made.code !== 0) throw new Error(`the plan ended with ${made.code}: ${made.stderr}${made.stdout.slice(-2000)}`);
  const plan = planSchema.parse(JSON.parse(made.stdout));
  const wanted = plan.resources.filter(({ action }) => action !== 'blocked' && action !== 'conflict');
  const restores = [pair.source, pair.destination].map((cloud) => snapshotState(cloud));
  return {
    world,
    planId: plan.id,
    wanted,
    movedServerIds: new Set(wanted.filter(({ kind }) => kind === 'server').map(({ id }) => id)),
    before,
    async begin() {
      for (const restore of restores) restore();
      return await databases.make(template);
    },
  };
}
