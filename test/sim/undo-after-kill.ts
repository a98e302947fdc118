import type { KillMoment } from '../../sim/faults/kill-tap.ts';
import { carryThrough } from './carry-through.ts';
import { checkPending } from './checks/check-pending.ts';
import { differencesOfDumps } from './checks/differences-of-dumps.ts';
import { takeDumps } from './checks/dumps.ts';
import type { Databases } from './databases.ts';
import { type KilledEverywhere, momentsOf, titleOf } from './kill-everywhere.ts';
import { type PlannedWorld, planWorld } from './planned-world.ts';
import { inWorlds, type Trial, type TrialChoice } from './trials.ts';
import { openWorld, worldNumbers } from './world.ts';

const project = ['--project', 'acme'];

/**
 * Kills a run right before and after each of its writes, and undoes it instead of carrying it on. All that the servers
 * need has moved in an earlier run, which must not notice: what a killed process left with an owner that stays would
 * stay too.
 */
export async function undoAfterKill(
  databases: Databases,
  { main, ...choice }: TrialChoice & { readonly main?: string | undefined } = {},
): Promise<KilledEverywhere> {
  const worlds = await Promise.all(
    worldNumbers.map(() => openWorld(databases, { seed: 7, servers: 2, hasBystanders: true, main })),
  );
  try {
    const moveRest = ['migrate', ...project, '--exclude', 'server:*', '--leave-blocked', '--yes'];
    const planned = await Promise.all(worlds.map((world) => planWorld(world, project, moveRest)));
    const writes = await countWrites(planned[0]);
    const trials = momentsOf(writes)
      .filter(choice.isChosen ?? (() => true))
      .map((kill): Trial => ({ title: `undone when ${titleOf(kill)}`, run: (one) => undoOnce(one, kill) }));
    return { writes, results: await inWorlds(planned, trials, choice) };
  } finally {
    await Promise.all(worlds.map((world) => world.close()));
  }
}

/** What an undisturbed run writes. */
async function countWrites(planned: PlannedWorld | undefined): Promise<Record<string, number>> {
  if (planned === undefined) return {};
  const { world, planId } = planned;
  const databaseUrl = await planned.begin();
  const { source, destination } = world.pair;
  const counted = [source, destination].map(({ name, writes }) => [name, writes.length] as const);
  const { end } = await carryThrough(world, { words: ['run', planId], databaseUrl, kills: [] });
  if (end.code !== 0) throw new Error(`an undisturbed run ends with ${end.code}: ${end.stderr.slice(-3000)}`);
  await world.databases.remove(databaseUrl);
  const after = new Map([source, destination].map(({ name, writes }) => [name, writes.length]));
  return Object.fromEntries(counted.map(([name, count]) => [name, (after.get(name) ?? 0) - count]));
}

async function undoOnce(planned: PlannedWorld, kill: KillMoment): Promise<string[]> {
  const { world, planId, before } = planned;
  const databaseUrl = await planned.begin();
  const killed = await carryThrough(world, { words: ['run', planId], databaseUrl, kills: [kill], isLeft: true });
  const { end } = await carryThrough(world, { words: ['undo', planId, '--yes'], databaseUrl, kills: [] });
  const faults = end.code === 0 ? [] : [`the undo ended with ${end.code}: ${end.stderr.slice(-2000)}`];
  if (killed.killed === 0) faults.push('it was not killed');
  const found = [...faults, ...checkPending(world.pair), ...differencesOfDumps(before, takeDumps(world.pair))];
  await world.databases.remove(databaseUrl);
  return found;
}
