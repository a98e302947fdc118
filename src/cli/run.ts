import { Command } from '@commander-js/extra-typings';
import type { Caller } from './caller.ts';
import { cloudOptions, cloudsOfPlan } from './cloud-options.ts';
import { describeExitCodes } from './exit-codes.ts';
import { copiesOption, copiesPerHostOption, copyBoundsOf } from './copy-bounds-of.ts';
import { rateOption } from './rate-of.ts';
import { withPair, withStore } from './with-clouds.ts';

export function runCommand(caller: Caller) {
  return new Command('run')
    .summary('carry a plan out, or go on with it')
    .description(
      'Carries a saved plan out from wherever it is, then verifies it. The same command again goes on after a ' +
        'failure, an interruption or a crash; what is done is not done twice.',
    )
    .argument('<plan>', 'id of a plan or the beginning of one, or a file that `pumphouse plan -o FILE` wrote')
    .addOption(cloudOptions.source())
    .addOption(cloudOptions.destination())
    .addOption(cloudOptions.database())
    .addOption(rateOption())
    .addOption(copiesOption())
    .addOption(copiesPerHostOption())
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes()}`)
    .action(async (word, options) => {
      const copyBounds = copyBoundsOf(options);
      await withStore(caller, options.database, async (store) => {
        const { planOfWord } = await import('./plan-of-word.ts');
        const plan = await planOfWord(store, word);
        await withPair(caller, cloudsOfPlan(plan, options), async (pair) => {
          const { carryPlanOut } = await import('./carry-plan-out.ts');
          await carryPlanOut(caller, { pair, store, plan, copyBounds });
        });
      });
    });
}

const examples = `Examples:
  pumphouse run 1a2b3c4d
  pumphouse run plan.json`;
