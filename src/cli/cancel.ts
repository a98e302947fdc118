import type { Caller } from './caller.ts';
import { cloudOptions, cloudsOfPlan } from './cloud-options.ts';
import { describeExitCodes } from './exit-codes.ts';
import { onInterrupt } from './interrupt.ts';
import { tellGoing } from './tell-going.ts';
import { wishCommand } from './wish-command.ts';
import { withPair, withStore } from './with-clouds.ts';

export function cancelCommand(caller: Caller) {
  return wishCommand('cancel')
    .summary('end a run for good, and put back what is in between')
    .description(
      'Asks the process that works on the run to end it, or does it here where none does, and waits until that is ' +
        'done: copies are broken off, no step begins any more, servers that are in between are as they were on the ' +
        'source, and what was temporary is gone. What has moved stays, and so does what was created for it: ' +
        '`pumphouse undo` takes that back, and the same `pumphouse migrate` begins anew with it. A server whose twin ' +
        'was found equal already goes on to its end.',
    )
    .addOption(cloudOptions.source())
    .addOption(cloudOptions.destination())
    .addHelpText(
      'after',
      `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage', 'failed', 'interrupted'])}`,
    )
    .action(async (word, options) => {
      await withStore(caller, options.database, async (store) => {
        const { findUnendedRun } = await import('./find-unended-run.ts');
        const { cancelRun } = await import('../operations/cancel-run.ts');
        const { showCancel } = await import('./show-cancel.ts');
        const run = await findUnendedRun(store, word);
        const since = new Date();
        const words = `pumphouse: run ${run.id} is cancelled all the same; the same command waits for its end.`;
        const disarm = onInterrupt(caller, words);
        const outcome = await cancelRun(store, run, tellGoing(caller)).finally(disarm);
        if (outcome === 'cancelled') return await showCancel(caller, store, run.id, { since, format: options.format });
        caller.tell(`No process works on run ${run.id}: it is cancelled here.`);
        const { loadPlan } = await import('../store/plans.ts');
        const plan = await loadPlan(store, run.id);
        await withPair(caller, cloudsOfPlan(plan, options), async (pair) => {
          const { cancelHere } = await import('./cancel-here.ts');
          await cancelHere(caller, pair, store, plan);
          await showCancel(caller, store, run.id, { since, format: options.format });
        });
      });
    });
}

const examples = `Examples:
  pumphouse cancel
  pumphouse cancel 1a2b -f json`;
