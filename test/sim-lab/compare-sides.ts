import { compareOutcomes, type Verdict } from './compare-outcomes.ts';
import { openLab } from './open-lab.ts';
import { openSim } from './open-sim.ts';
import { type Outcome, playSteps } from './play-steps.ts';
import type { Side } from './side.ts';
import type { Scenario } from './step.ts';

export interface Compared {
  readonly name: string;
  /** Calls that were sent to both sides. */
  readonly calls: number;
  readonly verdicts: readonly (Verdict & { readonly title: string })[];
}

/** Plays a scenario on the lab and on a fresh simulated cloud at the same time, and compares call by call. */
export async function compareSides(scenario: Scenario): Promise<Compared> {
  const [lab, sim] = await Promise.all([playOn(openLab, scenario), playOn(openSim, scenario)]);
  const verdicts = scenario.steps.map((step, index) => {
    const [one, other] = [lab.outcomes[index], sim.outcomes[index]];
    if (one === undefined || other === undefined) throw new Error(`${step.title}: was not played on both sides`);
    return { title: step.title, ...compareOutcomes(step, [lab.side, one], [sim.side, other]) };
  });
  return { name: scenario.name, calls: scenario.steps.length, verdicts };
}

interface Played {
  readonly side: Side;
  readonly outcomes: readonly Outcome[];
}

async function playOn(open: () => Promise<Side>, scenario: Scenario): Promise<Played> {
  const side = await open();
  try {
    return { side, outcomes: await playSteps(side, scenario) };
  } finally {
    await side.close();
  }
}
