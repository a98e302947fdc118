import { Command, Option } from '@commander-js/extra-typings';
import { plural } from '../base/units.ts';
import type { CutOver } from '../operations/cut-over.ts';
import type { Caller } from './caller.ts';
import { cloudOptions } from './cloud-options.ts';
import { describeExitCodes } from './exit-codes.ts';
import { collect } from './listing-command.ts';
import { plainText } from './plain-text.ts';
import { withStore } from './with-clouds.ts';
import { wrapText } from './wrap-text.ts';

const none: string[] = [];

export function cutoverCommand(caller: Caller) {
  return new Command('cutover')
    .argument('[run]', 'id of a run or the beginning of one; without it, the only one that has not ended')
    .summary('let servers go down for their move')
    .description(
      'Opens the gate before the downtime of servers whose run was planned with --cutover manual or a window, for ' +
        'all of them or for those that are named. Servers that share a volume go together. One that is not ready yet ' +
        'goes on when it is. It takes effect at once in the process that works on the run, and is kept for the next ' +
        'one where none does.',
    )
    .option('--server <server>', 'only this server: name or id (may be repeated)', collect, none)
    .addOption(new Option('-f, --format <format>', 'form of the result').choices(['text', 'json']).default('text'))
    .addOption(cloudOptions.database())
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage'])}`)
    .action(async (word, options) => {
      await withStore(caller, options.database, async (store) => {
        const { findUnendedRun } = await import('./find-unended-run.ts');
        const { cutOver } = await import('../operations/cut-over.ts');
        const run = await findUnendedRun(store, word);
        const outcome = await cutOver(store, run, options.server);
        caller.print(options.format === 'json' ? JSON.stringify(outcome, null, 2) : wordsOf(outcome, caller.columns()));
        if (!outcome.isBusy) caller.tell(`No process works on it: \`pumphouse run ${outcome.run}\` goes on with it.`);
      });
    });
}

function wordsOf({ run, servers, waiting }: CutOver, columns: number | undefined): string {
  if (servers.length === 0) return `Run ${run}: no server waits for it.`;
  const rest =
    waiting.length === 0 ? '' : ` ${plural(waiting.length, 'other')} ${waiting.length === 1 ? 'waits' : 'wait'}.`;
  const words = `Run ${run}: ${plural(servers.length, 'server')} may go down now: ${servers.join(', ')}.${rest}`;
  return wrapText(plainText(words), columns, '  ');
}

const examples = `Examples:
  pumphouse cutover
  pumphouse cutover 1a2b --server web1 --server web2
  pumphouse cutover 1a2b -f json`;
