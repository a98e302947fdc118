import type { Caller } from './caller.ts';
import { cloudOptions, cloudsOfPlan } from './cloud-options.ts';
import { describeExitCodes } from './exit-codes.ts';
import { wishCommand } from './wish-command.ts';
import { copiesOption, copiesPerHostOption, copyBoundsOf } from './copy-bounds-of.ts';
import { rateOption } from './rate-of.ts';
import { withPair, withStore } from './with-clouds.ts';

export function resumeCommand(caller: Caller) {
  return wishCommand('resume')
    .summary('let a paused run go on')
    .description(
      'Wakes the process that holds the run, and waits until it has confirmed. Where no process works on the run, it ' +
        'is carried on here, as `pumphouse run` would.',
    )
    .addOption(cloudOptions.source())
    .addOption(cloudOptions.destination())
    .addOption(rateOption())
    .addOption(copiesOption())
    .addOption(copiesPerHostOption())
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes()}`)
    .action(async (word, options) => {
      const copyBounds = copyBoundsOf(options);
      await withStore(caller, options.database, async (store) => {
        const { findUnendedRun } = await import('./find-unended-run.ts');
        const { resumeRun } = await import('../operations/resume-run.ts');
        const run = await findUnendedRun(store, word);
        const outcome = await resumeRun(store, run);
        if (outcome !== 'idle') {
          const words = { resumed: `Run ${run.id} goes on.`, 'not paused': `Run ${run.id} is not paused: it goes on.` };
          const value = { run: run.id, state: 'running', wasPaused: outcome === 'resumed' };
          if (Object.values(copyBounds).some((bound) => bound !== undefined)) caller.tell(boundsElsewhere);
          caller.print(options.format === 'json' ? JSON.stringify(value, null, 2) : words[outcome]);
          return;
        }
        caller.tell(`No process works on run ${run.id}: it is carried on here.`);
        const { loadPlan } = await import('../store/plans.ts');
        const plan = await loadPlan(store, run.id);
        await withPair(caller, cloudsOfPlan(plan, options), async (pair) => {
          const { carryPlanOut } = await import('./carry-plan-out.ts');
          await carryPlanOut(caller, { pair, store, plan, copyBounds });
        });
      });
    });
}

const boundsElsewhere =
  '--rate and --copies hold for copies of this process only: the run goes on in another one, with those it began with.';

const examples = `Examples:
  pumphouse resume
  pumphouse resume 1a2b`;
