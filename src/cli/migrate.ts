import { Problem } from '../base/problem.ts';
import type { Pair } from '../operations/open-pair.ts';
import type { PlanWishes } from '../operations/plan-migration.ts';
import type { Plan } from '../plan/plan.ts';
import type { Store } from '../store/store.ts';
import { ask } from './ask.ts';
import type { Caller } from './caller.ts';
import { requireClouds } from './cloud-options.ts';
import { describeExitCodes, exitCodes } from './exit-codes.ts';
import { blockedWords, isBlocked } from './is-blocked.ts';
import { formatPlan } from './plan.ts';
import { planningCommand, wishesOf } from './planning-command.ts';
import { copiesOption, copiesPerHostOption, copyBoundsOf } from './copy-bounds-of.ts';
import { requireSameGate } from './require-same-gate.ts';
import { rateOption } from './rate-of.ts';
import { trafficLine } from './traffic-line.ts';
import { withClouds } from './with-clouds.ts';
import { wrapText } from './wrap-text.ts';

export function migrateCommand(caller: Caller) {
  return planningCommand('migrate')
    .summary('plan, show, ask, and carry out')
    .description(
      'Plans a migration, shows the plan, asks, carries it out and verifies it. The same command again goes on with ' +
        'a run that has not reached its end, as that was planned, and writes nothing when all has moved.',
    )
    .addOption(rateOption())
    .addOption(copiesOption())
    .addOption(copiesPerHostOption())
    .option('-y, --yes', 'do not ask; blockers stop it all the same', false)
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes()}`)
    .action(async (what, options) => {
      const wishes = wishesOf(what, options, 'migrate');
      const copyBounds = copyBoundsOf(options);
      const names = requireClouds(options);
      await withClouds(caller, names, options.database, async (pair, store) => {
        const plan =
          (await unfinished(caller, pair, store, wishes)) ?? (await agreed(caller, pair, store, wishes, options));
        if (plan === undefined) return;
        const { carryPlanOut } = await import('./carry-plan-out.ts');
        await carryPlanOut(caller, { pair, store, plan, copyBounds });
      });
    });
}

const examples = `Examples:
  pumphouse migrate --source old-cloud --destination new-cloud --project acme
  pumphouse migrate --project acme --yes
  pumphouse migrate --project acme --host cmp-1 --limit 5
  pumphouse migrate images --public
  pumphouse migrate keypair:deploy flavor:'m1.*'
  pumphouse migrate --server web1 --server 'db*' --disk rebuild
  pumphouse migrate --project acme --warm --cutover manual
  PUMPHOUSE_SOURCE=old PUMPHOUSE_DESTINATION=new pumphouse migrate --project acme`;

/** The plan of a run for the very same purpose that has not reached its end. */
async function unfinished(caller: Caller, pair: Pair, store: Store, wishes: PlanWishes): Promise<Plan | undefined> {
  const { findUnfinished } = await import('../operations/find-unfinished.ts');
  const run = await findUnfinished(pair, store, wishes);
  if (run === undefined) return undefined;
  const { loadPlan } = await import('../store/plans.ts');
  const plan = await loadPlan(store, run.id);
  requireSameGate(plan, wishes);
  const words =
    `Going on with run ${run.id}, which began at ${run.startedAt.toISOString()} and has not reached its end. To ` +
    'begin anew instead, `pumphouse plan` with the same options makes a new plan, and `pumphouse run` carries it out.';
  caller.tell(wrapText(words, caller.columns()));
  return plan;
}

interface AgreeOptions {
  readonly yes: boolean;
  readonly long: boolean;
  readonly column: readonly string[];
  readonly sortColumn: readonly string[];
  readonly format?: 'table' | 'json' | 'yaml' | 'csv' | 'value' | undefined;
}

/** A new plan to which the operator said yes; undefined when there is nothing to do, or not to be done. */
async function agreed(
  caller: Caller,
  pair: Pair,
  store: Store,
  wishes: PlanWishes,
  options: AgreeOptions,
): Promise<Plan | undefined> {
  const { planMigration } = await import('../operations/plan-migration.ts');
  const plan = await planMigration(pair, store, wishes);
  caller.print(await formatPlan(plan, options, caller));
  if (options.format === undefined) caller.print(trafficLine(pair.counts()));
  if (isBlocked(plan)) {
    caller.tell(wrapText(blockedWords(plan), caller.columns()));
    caller.end(exitCodes.blocked);
    return undefined;
  }
  if (plan.nodes.length === 0) {
    caller.tell('Nothing to do, and nothing was written.');
    return undefined;
  }
  if (options.yes) return plan;
  return (await hasConsent(caller, plan)) ? plan : undefined;
}

async function hasConsent(caller: Caller, plan: Plan): Promise<boolean> {
  if (!caller.canAsk) {
    throw new Problem({
      summary: 'nothing was written, since there is no terminal to ask on',
      cure: `Add --yes to carry a plan out without asking, or carry out this one: pumphouse run ${plan.id}.`,
      remedy: 'ask',
    });
  }
  const answer = await ask(`Carry plan ${plan.id} out now?`, caller);
  if (answer === 'yes') return true;
  caller.tell(`Nothing was written. The plan is kept: pumphouse run ${plan.id}`);
  caller.end(answer === 'no' ? exitCodes.problem : exitCodes.interrupted);
  return false;
}
