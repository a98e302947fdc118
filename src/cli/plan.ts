import type { Plan } from '../plan/plan.ts';
import type { Caller } from './caller.ts';
import { requireClouds } from './cloud-options.ts';
import { describeExitCodes, exitCodes } from './exit-codes.ts';
import { formatListing, formatValue, type Listing, type ListingOptions } from './listing.ts';
import { blockedCure, isBlocked } from './is-blocked.ts';
import { planningCommand, wishesOf } from './planning-command.ts';
import { trafficLine } from './traffic-line.ts';
import { withClouds } from './with-clouds.ts';
import { writeResult } from './write-result.ts';

export function planCommand(caller: Caller) {
  return planningCommand('plan')
    .summary('show what a migration would do, resource by resource, and save the plan')
    .description(
      'Compares both clouds and shows for each resource whether it is created, adopted (one that is there is used), ' +
        'skipped (it has moved already), in conflict or blocked; which servers keep or lose their disks; and what ' +
        'you should know before. The plan is saved. Nothing is written to a cloud.',
    )
    .option('-o, --output <file>', 'also save the plan as a JSON file, for `pumphouse run FILE`')
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage', 'blocked'])}`)
    .action(async (what, options) => {
      const wishes = wishesOf(what, options, 'plan');
      const names = requireClouds(options);
      const { planMigration } = await import('../operations/plan-migration.ts');
      await withClouds(caller, names, options.database, async (pair, store) => {
        const plan = await planMigration(pair, store, wishes);
        caller.print(await formatPlan(plan, options, caller));
        if (options.output !== undefined) await writeResult(options.output, JSON.stringify(plan, null, 2), caller);
        if (isBlocked(plan)) caller.end(exitCodes.blocked);
        if (options.format !== undefined) return;
        caller.print(trafficLine(pair.counts()));
        caller.print(nextCommand(plan, options.output));
      });
    });
}

const examples = `Examples:
  pumphouse plan --source old-cloud --destination new-cloud --project acme
  pumphouse plan --server 'web*' --exclude server:web9 --disk rebuild
  pumphouse plan --project acme --map network:ext-net=public --map flavor:m1.small=s1.small
  pumphouse plan --all -f json -o plan.json`;

interface FormatOptions extends ListingOptions {
  readonly long: boolean;
}

/** The plan as a tree for people, as the plan itself in JSON or YAML, or as a listing of its resources. */
export async function formatPlan(plan: Plan, options: FormatOptions, caller: Caller): Promise<string> {
  const { format, column, sortColumn, long: isLong } = options;
  const isWhole = column.length + sortColumn.length === 0;
  if (format === undefined && isWhole) {
    const { planText } = await import('./plan-text.ts');
    return planText(plan, { paint: caller.paint, isLong, columns: caller.columns() });
  }
  if ((format === 'json' || format === 'yaml') && isWhole) return await formatValue(plan, format);
  return await formatListing(planListing(plan), options);
}

/** The plan's resources, one a row. */
export function planListing({ resources }: Plan): Listing {
  return {
    columns: ['Kind', 'Name', 'ID', 'Action', 'Reason', 'Destination ID', 'Bytes to copy'],
    rows: resources.map(({ kind, name, id, action, reason, twinId, copyBytes }) => {
      return [kind, name, id, action, reason, twinId ?? null, copyBytes ?? null];
    }),
  };
}

function nextCommand(plan: Plan, file: string | undefined): string {
  if (isBlocked(plan)) {
    return `Blocked. ${blockedCure(plan)}`;
  }
  if (plan.nodes.length === 0) return 'Nothing to do.';
  return `Next: pumphouse run ${file ?? plan.id}`;
}
