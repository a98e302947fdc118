import type { KillMoment } from '../../sim/faults/kill-tap.ts';
import { carryThrough } from './carry-through.ts';
import { checkMoved } from './checks/check-moved.ts';
import { checkReruns, usualReruns } from './checks/check-reruns.ts';
import type { PlannedWorld } from './planned-world.ts';
import { type Trial, type TrialChoice, type TrialResult, inWorlds } from './trials.ts';

export interface KilledEverywhere {
  readonly writes: Readonly<Record<string, number>>;
  readonly results: readonly TrialResult[];
}

/**
 * Kills a run right before and right after each of its writes on either side, one write a trial, and carries it on with
 * the same command. `worlds` are equal, and share the trials.
 */
export async function killEverywhere(
  worlds: readonly PlannedWorld[],
  choice: TrialChoice = {},
): Promise<KilledEverywhere> {
  const [first] = worlds;
  if (first === undefined) return { writes: {}, results: [] };
  const wordsOf = ({ planId }: PlannedWorld): readonly string[] => choice.words ?? ['run', planId];
  const { writes, usual } = await disturbNothing(first, wordsOf(first));
  const moments = momentsOf(writes).filter(choice.isChosen ?? (() => true));
  const trials = moments.map(
    (kill): Trial => ({ title: titleOf(kill), run: (one) => killOnce(one, wordsOf(one), kill, usual) }),
  );
  return { writes, results: await inWorlds(worlds, trials, choice) };
}

export function momentsOf(writes: Readonly<Record<string, number>>): KillMoment[] {
  return Object.entries(writes).flatMap(([cloud, count]) =>
    Array.from({ length: count }, (_none, index) => index + 1).flatMap((write) =>
      (['before', 'after'] as const).map((moment): KillMoment => ({ cloud, write, moment })),
    ),
  );
}

export function titleOf({ cloud, write, moment }: KillMoment): string {
  return `killed ${moment} write ${write} of the ${cloud}`;
}

/** What an undisturbed run writes, and what of it more than once; it must pass all checks itself. */
async function disturbNothing(planned: PlannedWorld, words: readonly string[]) {
  const { world } = planned;
  const databaseUrl = await planned.begin();
  const { end } = await carryThrough(world, { words, databaseUrl, kills: [] });
  const faults = checkMoved(world.pair, planned);
  if (end.code !== 0 || faults.length > 0) {
    throw new Error(`an undisturbed run ends with ${end.code}: ${[...faults, end.stderr.slice(-3000)].join('\n')}`);
  }
  await world.databases.remove(databaseUrl);
  const clouds = [world.pair.source, world.pair.destination];
  return {
    writes: Object.fromEntries(clouds.map(({ name, writes }) => [name, writes.length])),
    usual: usualReruns(clouds),
  };
}

async function killOnce(
  planned: PlannedWorld,
  words: readonly string[],
  kill: KillMoment,
  usual: ReadonlySet<string>,
): Promise<string[]> {
  const { world } = planned;
  const databaseUrl = await planned.begin();
  const { end, killedMs } = await carryThrough(world, { words, databaseUrl, kills: [kill] });
  const faults =
    end.code === 0 ? [] : [`it ended with ${end.code}: ${end.stderr.slice(-2000)}${end.stdout.slice(-2000)}`];
  const clouds = [world.pair.source, world.pair.destination];
  const events = await world.databases.events(databaseUrl);
  const reruns = killedMs === undefined ? ['it was not killed'] : checkReruns(clouds, events, killedMs, usual);
  const found = [...faults, ...checkMoved(world.pair, planned), ...reruns];
  await world.databases.remove(databaseUrl);
  return found;
}
