import type { Caller } from './caller.ts';
import { cloudOptions } from './cloud-options.ts';
import { describeExitCodes } from './exit-codes.ts';
import { formatListing } from './listing.ts';
import { listingCommand } from './listing-command.ts';
import { withStore } from './with-clouds.ts';

export function statusCommand(caller: Caller) {
  return listingCommand('status')
    .summary('show all runs and plans, or where one run stands')
    .description(
      'Without RUN: all runs, and the plans that were never started. With RUN: each part of it, what it works on, ' +
        'and what failed and why. Speaks to no cloud.',
    )
    .argument('[run]', 'id of a run or the beginning of one')
    .addOption(cloudOptions.database())
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage'])}`)
    .action(async (word, options) => {
      await withStore(caller, options.database, async (store) => {
        const { nodeListing, statusListing } = await import('./status-listing.ts');
        if (word === undefined) {
          const listing = await statusListing(store);
          caller.print(await formatListing(listing, options));
          if (listing.rows.length === 0) caller.tell('There is no run and no plan yet: `pumphouse plan` makes one.');
          return;
        }
        const { findWantedRun } = await import('./find-wanted-run.ts');
        const run = await findWantedRun(store, word);
        const isPlain = options.format !== undefined || options.column.length + options.sortColumn.length > 0;
        if (isPlain) {
          caller.print(await formatListing(await nodeListing(store, run), options));
          return;
        }
        const { statusText } = await import('./status-text.ts');
        caller.print(await statusText(store, run, { paint: caller.paint, columns: caller.columns() }));
      });
    });
}

const examples = `Examples:
  pumphouse status
  pumphouse status 1a2b
  pumphouse status 1a2b -f json`;
