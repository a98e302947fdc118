import { z } from 'zod';
import { snapshotState } from '../../sim/cloud/snapshot-state.ts';
import type { Dump } from '../../sim/cloud/dump-state.ts';
import { type Dumps, recordsOf, takeDumps, textOf } from './checks/dumps.ts';
import type { Wanted } from './checks/wanted.ts';
import { ownedBy } from './owned-by.ts';
import type { World } from './world.ts';

/** A world in which a plan was made, to which it can be taken back again and again. */
export interface PlannedWorld {
  readonly world: World;
  readonly planId: string;
  readonly wanted: readonly Wanted[];
  /** What the plan leaves behind. */
  readonly unmoved: readonly Wanted[];
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
  const forgotten = forgottenBy(plan.resources, before.source, selection);
  if (forgotten.length > 0) throw new Error(`the plan says nothing of ${forgotten.join(', ')}`);
  const wanted = plan.resources.filter(({ action }) => action !== 'blocked' && action !== 'conflict');
  const restores = [pair.source, pair.destination].map((cloud) => snapshotState(cloud));
  return {
    world,
    planId: plan.id,
    wanted,
    unmoved: plan.resources.filter((one) => !wanted.includes(one)),
    movedServerIds: new Set(wanted.filter(({ kind }) => kind === 'server').map(({ id }) => id)),
    before,
    async begin() {
      for (const restore of restores) restore();
      return await databases.make(template);
    },
  };
}

/** What the records of the source say has to move, and the plan has no word of. */
export function forgottenBy(planned: readonly Wanted[], source: Dump, selection: readonly string[]): string[] {
  const [option, named = ''] = selection;
  const project = recordsOf(source, 'projects').find(({ id, name }) => id === named || name === named);
  const isKnown = new Set(planned.map(({ kind, id }) => `${kind} ${id}`));
  if (option !== '--all' && project === undefined) throw new Error(`there is no project ${named}`);
  const owned = ownedBy(source, project === undefined ? undefined : textOf(project, 'id'));
  return owned.map(({ kind, id }) => `${kind} ${id}`).filter((one) => !isKnown.has(one));
}
