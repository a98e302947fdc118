import { planningCommand, wishesOf } from '../../../src/cli/planning-command.ts';
import { collectDestination, collectSource } from '../../../src/inventory/collect.ts';
import { selectionSchema } from '../../../src/inventory/selection.ts';
import { makePlan, type PlanBody } from '../../../src/plan/make-plan.ts';
import type { TestedClouds } from '../tested-clouds.ts';

/**
 * Says what `pumphouse plan` with some words makes of both clouds as they are now. They are read once: to ask them anew
 * for each of many plans would take minutes.
 */
export async function openPlanner({
  source,
  destination,
}: TestedClouds): Promise<(words: readonly string[]) => PlanBody> {
  const all = selectionSchema.parse({ all: true });
  const [ours, theirs] = await Promise.all([collectSource(source, all), collectDestination(destination, () => ({}))]);
  return (words) => {
    const plans: PlanBody[] = [];
    const command = planningCommand('plan').action((what, options) => {
      const { selection, disk, quiesce, leaveBlocked } = wishesOf(what, options, 'plan');
      const choices = { disk, quiesce, passwords: false };
      const parts = { source: ours, destination: theirs, selection, choices, leaveBlocked };
      plans.push(makePlan({ ...parts, mapping: {}, known: new Map(), createdAt: '2027-01-01T00:00:00.000Z' }));
    });
    command.exitOverride().parse(words, { from: 'user' });
    const [plan] = plans;
    if (plan === undefined) throw new Error(`no plan was made of: ${words.join(' ')}`);
    return plan;
  };
}
