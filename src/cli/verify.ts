import { canonicalJson, type Json } from '../base/json.ts';
import type { Verification } from '../operations/verify-run.ts';
import type { Caller } from './caller.ts';
import { cloudOptions, cloudsOfPlan } from './cloud-options.ts';
import { describeExitCodes } from './exit-codes.ts';
import { formatListing, type Listing } from './listing.ts';
import { listingCommand } from './listing-command.ts';
import { verificationCode } from './run-outcome-code.ts';
import { withPair, withStore } from './with-clouds.ts';

export function verifyCommand(caller: Caller) {
  return listingCommand('verify')
    .summary('compare what a run has moved with its plan')
    .description(
      'Reads the destination anew and compares each resource with the source as it was planned, attribute by ' +
        'attribute. Shows what is not equal. Writes nothing to a cloud.',
    )
    .argument('[run]', 'id of a run or the beginning of one; the newest without it')
    .addOption(cloudOptions.source())
    .addOption(cloudOptions.destination())
    .addOption(cloudOptions.database())
    .option('-l, --long', 'also what is equal', false)
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage', 'differs'])}`)
    .action(async (word, options) => {
      await withStore(caller, options.database, async (store) => {
        const { findWantedRun } = await import('./find-wanted-run.ts');
        const { loadPlan } = await import('../store/plans.ts');
        const { verifyRun } = await import('../operations/verify-run.ts');
        const { refuseOtherClouds } = await import('../operations/run-plan.ts');
        const { id } = await findWantedRun(store, word);
        const plan = await loadPlan(store, id);
        await withPair(caller, cloudsOfPlan(plan, options), async (pair) => {
          await refuseOtherClouds(pair, plan);
          const verification = await verifyRun(plan, pair.destination, store);
          const isWhole = options.long || options.format !== undefined;
          const listing = verificationListing(verification, isWhole);
          if (isWhole || listing.rows.length > 0) caller.print(await formatListing(listing, options));
          if (options.format === undefined) caller.print(verificationLine(id, verification));
          caller.end(verificationCode(verification));
        });
      });
    });
}

const examples = `Examples:
  pumphouse verify
  pumphouse verify 1a2b --long
  pumphouse verify 1a2b -f json`;

/** Verdicts as a listing; only those that are not `verified` unless all are wanted. */
export function verificationListing({ verdicts }: Verification, isWhole: boolean): Listing {
  const shown = verdicts.filter(({ verdict }) => isWhole || verdict !== 'verified');
  return {
    columns: ['Kind', 'Name', 'Verdict', 'Differences', 'Reason', 'Source ID', 'Destination ID'],
    rows: shown.map(({ kind, name, verdict, differences, reason, id, destinationId }): Json[] => {
      return [kind, name, verdict, differences.map(describe), reason ?? null, id, destinationId ?? null];
    }),
    longColumns: ['Source ID', 'Destination ID'],
  };
}

/** `Run 1a2b3c4d: 62 verified, 1 left`. */
export function verificationLine(id: string, { verdicts }: Verification): string {
  const counts = ['verified', 'differs', 'missing', 'left']
    .map((verdict) => ({ verdict, count: verdicts.filter((one) => one.verdict === verdict).length }))
    .filter(({ count }) => count > 0);
  return `Run ${id}: ${counts.map(({ verdict, count }) => `${count} ${verdict}`).join(', ') || 'nothing to verify'}`;
}

function describe({ attribute, source, destination }: Verification['verdicts'][number]['differences'][number]): string {
  return `${attribute}: ${show(source)} ≠ ${show(destination)}`;
}

function show(value: unknown): string {
  return value === undefined ? 'nothing' : canonicalJson(value);
}
