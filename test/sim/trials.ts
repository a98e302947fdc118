import type { KillMoment } from '../../sim/faults/kill-tap.ts';
import type { PlannedWorld } from './planned-world.ts';

/** One try in a world that is taken back to its plan. It gives a line for each fault that it found. */
export interface Trial {
  readonly title: string;
  run(planned: PlannedWorld): Promise<string[]>;
}

export interface TrialResult {
  readonly title: string;
  readonly faults: readonly string[];
}

export interface TrialChoice {
  /** Which of all moments are tried. */
  readonly isChosen?: (moment: KillMoment) => boolean;
  /** The command that is killed and given again; the run of the plan where it is left out. */
  readonly words?: readonly string[] | undefined;
  /** No further trial begins once one has found a fault. */
  readonly stopsAtFirst?: boolean;
  /** What was tried before, by title, and is not tried again. */
  readonly known?: ReadonlyMap<string, TrialResult>;
  /** Told of each trial as it ends. */
  readonly onResult?: (result: TrialResult) => void;
}

/** Shares trials among worlds: each world takes the next one as soon as it is free. */
export async function inWorlds(
  worlds: readonly PlannedWorld[],
  trials: readonly Trial[],
  { stopsAtFirst = false, known = new Map(), onResult }: TrialChoice = {},
): Promise<TrialResult[]> {
  const waiting = trials.filter(({ title }) => !known.has(title));
  const results = trials.flatMap(({ title }) => known.get(title) ?? []);
  const work = async (planned: PlannedWorld): Promise<void> => {
    for (let trial = waiting.shift(); trial !== undefined; trial = waiting.shift()) {
      const faults = await trial.run(planned);
      const result = { title: trial.title, faults };
      results.push(result);
      onResult?.(result);
      if (stopsAtFirst && faults.length > 0) waiting.length = 0;
    }
  };
  await Promise.all(worlds.map(work));
  return results;
}
