import type { Json } from '../base/json.ts';
import type { TakenInventory } from '../operations/take-inventory.ts';
import { kindNames } from '../resources/kind-name.ts';
import type { Caller } from './caller.ts';
import { cloudOptions, networkApiOf, requireCloud } from './cloud-options.ts';
import { describeExitCodes } from './exit-codes.ts';
import { formatListing, type Listing } from './listing.ts';
import { findSelection, selectingCommand, selectionOf } from './selecting-command.ts';
import { surroundingsOf } from './with-clouds.ts';

export function inventoryCommand(caller: Caller) {
  return selectingCommand('inventory')
    .summary('show what the source has of a selection, and all that it needs')
    .description(
      'Lists what would go along with a selection: how many of each kind or, with --long, each resource and why. ' +
        'Everything without a selection. Writes nothing.',
    )
    .optionsGroup('Options:')
    .addOption(cloudOptions.source())
    .addOption(cloudOptions.networkApi())
    .option('-l, --long', 'each resource instead of counts', false)
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage'])}`)
    .action(async (what, options) => {
      const selection = findSelection(what, options) ?? selectionOf(what, { ...options, all: true }, 'inventory');
      const source = requireCloud('source', options.source);
      const { takeInventory } = await import('../operations/take-inventory.ts');
      const taken = await takeInventory(source, selection, surroundingsOf(caller), networkApiOf(options.networkApi));
      const listing = options.long ? resourceListing(taken) : countListing(taken);
      caller.print(await formatListing(listing, options));
      if (taken.chosen.length === 0) caller.tell('The source has nothing of that.');
    });
}

const examples = `Examples:
  pumphouse inventory --source old-cloud
  pumphouse inventory --source old-cloud --project acme
  pumphouse inventory flavors keypairs --used
  pumphouse inventory --source old-cloud --server 'web*' --long -f csv`;

/** How many of each kind there are: on their own account, and because others need them. */
export function countListing({ chosen }: TakenInventory): Listing {
  const rows = kindNames.map((kind) => {
    const own = chosen.filter((one) => one.kind === kind);
    const selected = own.filter(({ reason }) => reason === 'selected').length;
    return [kind, own.length, selected, own.length - selected];
  });
  return { columns: ['Kind', 'Count', 'Selected', 'Needed by others'], rows };
}

/** Each resource with its project and why it is there. */
export function resourceListing({ inventory, chosen }: TakenInventory): Listing {
  const projects = new Map(inventory.resources.project.map(({ id, name }) => [id, name]));
  const rows = chosen
    .toSorted((a, b) => kindNames.indexOf(a.kind) - kindNames.indexOf(b.kind))
    .map(({ kind, name, resource: { id, projectId }, reason }): Json[] => {
      return [kind, name, id, projectId === undefined ? null : (projects.get(projectId) ?? projectId), reason];
    });
  return { columns: ['Kind', 'Name', 'ID', 'Project', 'Why'], rows };
}
