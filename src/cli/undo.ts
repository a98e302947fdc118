import { Command } from '@commander-js/extra-typings';
import { Problem } from '../base/problem.ts';
import { plural } from '../base/units.ts';
import type { Plan } from '../plan/plan.ts';
import type { Twin } from '../store/twins.ts';
import { ask } from './ask.ts';
import type { Caller } from './caller.ts';
import { cloudOptions, cloudsOfPlan } from './cloud-options.ts';
import { describeExitCodes, exitCodes } from './exit-codes.ts';
import { kindWords } from './kind-words.ts';
import { plainText } from './plain-text.ts';
import { withPair, withStore } from './with-clouds.ts';
import { wrapText } from './wrap-text.ts';

export function undoCommand(caller: Caller) {
  return new Command('undo')
    .summary('take a run back')
    .description(
      'Deletes on the destination what the run created, and starts at the source again what it stopped. What was ' +
        'adopted stays. What was written to the servers of the destination since is lost. May be repeated.',
    )
    .argument('[run]', 'id of a run or the beginning of one; the newest without it')
    .option('-y, --yes', 'do not ask', false)
    .addOption(cloudOptions.source())
    .addOption(cloudOptions.destination())
    .addOption(cloudOptions.database())
    .addHelpText(
      'after',
      `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage', 'failed', 'interrupted'])}`,
    )
    .action(async (word, options) => {
      await withStore(caller, options.database, async (store) => {
        const { findWantedRun } = await import('./find-wanted-run.ts');
        const { loadPlan } = await import('../store/plans.ts');
        const { listTwins } = await import('../store/twins.ts');
        const run = await findWantedRun(store, word);
        const plan = await loadPlan(store, run.id);
        await withPair(caller, cloudsOfPlan(plan, options), async (pair) => {
          caller.tell(wrapText(lossWords(plan, await listTwins(store, run.id)), caller.columns()));
          if (!options.yes && !(await hasConsent(caller, run.id))) return;
          const { takeRunBack } = await import('./take-run-back.ts');
          await takeRunBack(caller, pair, store, plan);
        });
      });
    });
}

const examples = `Examples:
  pumphouse undo
  pumphouse undo 1a2b --yes`;

/** What an undo deletes, starts and leaves, in plain words. */
export function lossWords(plan: Plan, twins: readonly Twin[]): string {
  const created = twins.filter(({ origin }) => origin === 'created');
  const kinds = [...Map.groupBy(created, ({ kind }) => kind)].map(([kind, own]) => plural(own.length, kindWords(kind)));
  const servers = plan.nodes.filter(({ kind }) => kind === 'server').map(({ name }) => name);
  const deleted = kinds.length === 0 ? 'nothing, since it created nothing' : kinds.join(', ');
  return plainText(
    [
      `Undo of run ${plan.id} deletes on ${plan.destination.name}: ${deleted}.`,
      `${plural(twins.length - created.length, 'adopted resource')} will stay.`,
      ...(servers.length === 0
        ? []
        : [
            `On ${plan.source.name} these servers will be as they were before: ${servers.join(', ')}.`,
            'What was written to them on the destination since is lost.',
          ]),
    ].join(' '),
  );
}

async function hasConsent(caller: Caller, runId: string): Promise<boolean> {
  if (!caller.canAsk) {
    throw new Problem({
      summary: 'nothing was undone, since there is no terminal to ask on',
      cure: 'Add --yes to undo without asking.',
      remedy: 'ask',
    });
  }
  const answer = await ask(`Undo run ${runId}?`, caller);
  if (answer === 'yes') return true;
  caller.tell('Nothing was undone.');
  caller.end(answer === 'no' ? exitCodes.problem : exitCodes.interrupted);
  return false;
}
