import type { KillMoment } from '../../sim/faults/kill-tap.ts';
import { snapshotState } from '../../sim/cloud/snapshot-state.ts';
import { carryThrough } from './carry-through.ts';
import { checkPending } from './checks/check-pending.ts';
import { takeDumps } from './checks/dumps.ts';
import { differencesOfDumps } from './checks/differences-of-dumps.ts';
import { type KilledEverywhere, momentsOf, titleOf } from './kill-everywhere.ts';
import type { PlannedWorld } from './planned-world.ts';
import { inWorlds, type Trial, type TrialChoice } from './trials.ts';

/** A world in which the plan was carried out, to which it can be taken back. */
interface MovedWorld extends PlannedWorld {
  beginMoved(): Promise<string>;
}

/** Kills the undoing of a run right before and after each of its writes, one a trial, and undoes it again. */
export async function undoEverywhere(
  worlds: readonly PlannedWorld[],
  choice: TrialChoice = {},
): Promise<KilledEverywhere> {
  const moved = await Promise.all(worlds.map((planned) => moveWorld(planned)));
  const [first] = moved;
  if (first === undefined) return { writes: {}, results: [] };
  const faults = await undoOnce(first, undefined);
  if (faults.length > 0) throw new Error(`an undisturbed undo leaves traces:\n${faults.join('\n')}`);
  const { source, destination } = first.world.pair;
  const writes = Object.fromEntries([source, destination].map((cloud) => [cloud.name, cloud.writes.length]));
  const byPlan = new Map(moved.map((one) => [one.planId, one]));
  const trials = momentsOf(writes)
    .filter(choice.isChosen ?? (() => true))
    .map(
      (kill): Trial => ({
        title: `undo ${titleOf(kill)}`,
        run: async (planned) => {
          const own = byPlan.get(planned.planId);
          return own === undefined ? ['there is no such world'] : undoOnce(own, kill);
        },
      }),
    );
  return { writes, results: await inWorlds(moved, trials, choice) };
}

async function moveWorld(planned: PlannedWorld): Promise<MovedWorld> {
  const { world, planId } = planned;
  const template = await planned.begin();
  const { end } = await carryThrough(world, { words: ['run', planId], databaseUrl: template, kills: [] });
  if (end.code !== 0) throw new Error(`an undisturbed run ends with ${end.code}: ${end.stderr}`);
  const restores = [world.pair.source, world.pair.destination].map((cloud) => snapshotState(cloud));
  return {
    ...planned,
    async beginMoved() {
      for (const restore of restores) restore();
      return await world.databases.make(template);
    },
  };
}

async function undoOnce(moved: MovedWorld, kill: KillMoment | undefined): Promise<string[]> {
  const { world, planId, before } = moved;
  const databaseUrl = await moved.beginMoved();
  const kills = kill === undefined ? [] : [kill];
  const { end, killed } = await carryThrough(world, { words: ['undo', planId, '--yes'], databaseUrl, kills });
  const faults = end.code === 0 ? [] : [`it ended with ${end.code}: ${end.stderr.slice(-2000)}`];
  if (kill !== undefined && killed === 0) faults.push('it was not killed');
  const found = [...faults, ...checkPending(world.pair), ...differencesOfDumps(before, takeDumps(world.pair))];
  await world.databases.remove(databaseUrl);
  return found;
}
