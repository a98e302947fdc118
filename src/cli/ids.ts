import { Command, Option } from '@commander-js/extra-typings';
import { type KindName, kindNames } from '../resources/kind-name.ts';
import type { RunIds } from '../operations/list-ids.ts';
import type { TwinPart } from '../operations/list-parts.ts';
import type { Caller } from './caller.ts';
import { cloudOptions } from './cloud-options.ts';
import { describeExitCodes } from './exit-codes.ts';
import { formatListing, type Listing, listingFormats, type ListingOptions } from './listing.ts';
import { collect } from './listing-command.ts';
import { usageError } from './usage-error.ts';
import { surroundingsOf, withStore } from './with-clouds.ts';
import { writeResult } from './write-result.ts';

const formats = [...listingFormats, 'terraform', 'tofu'] as const;
const origins = ['created', 'adopted'] as const;
const none: string[] = [];
const noKinds: KindName[] = [];

export function idsCommand(caller: Caller) {
  return new Command('ids')
    .summary('export the ids of source and destination')
    .description(
      'Lists every resource of a run that is on the destination with its id on both sides: as a table, JSON, YAML or ' +
        'CSV, or as `import` blocks for the OpenStack provider of Terraform and OpenTofu. It speaks to no cloud but ' +
        'for --parts.',
    )
    .argument('[run]', 'id of a run or the beginning of one; the newest without it')
    .addOption(new Option('-f, --format <format>', 'how the result is shown').choices(formats))
    .option('-c, --column <column>', 'show only this column (may be repeated)', collect, none)
    .option('--sort-column <column>', 'sort by this column (may be repeated)', collect, none)
    .option('--kind <kind>', 'only this kind (may be repeated)', collectKind, noKinds)
    .addOption(new Option('--origin <origin>', 'only what the run created, or only what it adopted').choices(origins))
    .option('--parts', 'import blocks also for interfaces of routers and rules of groups: asks the destination', false)
    .option('-o, --output <file>', 'write it to this file')
    .addOption(cloudOptions.database())
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage'])}`)
    .action(async (word, options) => {
      await withStore(caller, options.database, async (store) => {
        const { findWantedRun } = await import('./find-wanted-run.ts');
        const { listIds } = await import('../operations/list-ids.ts');
        const all = await listIds(store, await findWantedRun(store, word));
        const { kind: wanted, origin } = options;
        const pairs = all.pairs
          .filter((pair) => wanted.length === 0 || wanted.includes(pair.kind))
          .filter((pair) => origin === undefined || origin === pair.origin);
        const ids = { ...all, pairs };
        const parts = options.parts ? await partsOf(ids, caller) : [];
        const text = await formatIds(ids, options, parts);
        if (options.output === undefined) caller.print(text);
        else await writeResult(options.output, text, caller);
        if (pairs.length === 0) caller.tell(`Run ${all.run} has nothing of that on the destination.`);
      });
    });
}

const examples = `Examples:
  pumphouse ids
  pumphouse ids 1a2b -f json --kind server --kind floating-ip
  pumphouse ids 1a2b -f csv -o ids.csv
  pumphouse ids 1a2b -f terraform --origin created --parts -o imports.tf
  terraform plan -generate-config-out=resources.tf`;

function collectKind(word: string, before: KindName[]): KindName[] {
  const kind = kindNames.find((name) => name === word);
  if (kind !== undefined) return [...before, kind];
  throw usageError(`--kind ${word} is no kind; there are: ${kindNames.join(', ')}.`);
}

export type IdsOptions = Omit<ListingOptions, 'format'> & { readonly format?: (typeof formats)[number] | undefined };

/** The ids in the wanted form. OpenTofu reads the blocks of Terraform. */
async function formatIds(ids: RunIds, options: IdsOptions, parts: readonly TwinPart[] = []): Promise<string> {
  const { format, ...rest } = options;
  if (format !== 'terraform' && format !== 'tofu') return await formatListing(idsListing(ids), { ...rest, format });
  const { importBlocks } = await import('./import-blocks.ts');
  return importBlocks(ids, format, parts);
}

async function partsOf(ids: RunIds, caller: Caller): Promise<TwinPart[]> {
  const { listParts } = await import('../operations/list-parts.ts');
  return await listParts(ids, surroundingsOf(caller));
}

/** One twin a row. */
function idsListing({ pairs }: RunIds): Listing {
  return {
    columns: ['Kind', 'Name', 'Project', 'Source ID', 'Destination ID', 'Origin'],
    rows: pairs.map(({ kind, name, project = null, sourceId, destinationId, origin }) => {
      return [kind, name, project, sourceId, destinationId, origin];
    }),
  };
}
