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
  /** No further trial begins once one has found a fault. */
  readonly stopsAtFirst?: boolean;
}

/** Shares trials among worlds: each world takes the next one as soon as it is free. */
export async function inWorlds(
  worlds: readonly PlannedWorld[],
  trials: readonly Trial[],
  { stopsAtFirst = false }: TrialChoice = {},
): Promise<TrialResult[]> {
  const waiting = [...trials];
  const results: TrialResult[] = [];
  const work = async (planned: PlannedWorld): Promise<void> => {
    for (let trial = waiting.shift(); trial !== undefined; trial = waiting.shift()) {
      const faults = await trial.run(planned);
      results.push({ title: trial.title, faults });
      if (stopsAtFirst && faults.length > 0) waiting.length = 0;
    }
  };
  await Promise.all(worlds.map(work));
  return results;
}
