import { Option } from '@commander-js/extra-typings';
import { type Selection, selectionSchema } from '../inventory/selection.ts';
import { strategyFault } from '../inventory/strategy-fault.ts';
import { collect, listingCommand } from './listing-command.ts';
import { readSelectionFile } from './read-selection-file.ts';
import { chosenThing } from './chosen-thing.ts';
import { usageError } from './usage-error.ts';

const none: string[] = [];

/** A command for a part of a cloud, with the words and options that choose it. */
export function selectingCommand(name: string) {
  return listingCommand(name)
    .argument('[what...]', "kinds, or things of a kind: images, keypairs, flavor:m1.small, server:'web*'")
    .optionsGroup('Selection:')
    .option('--project <project>', 'what this project owns: name, id or pattern (may be repeated)', collect, none)
    .option('--tenant <project>', 'the same as --project', collect, none)
    .option('--server <server>', 'this server and all it needs: name, id or pattern (may be repeated)', collect, none)
    .option('--host <host>', 'servers on this hypervisor host: name or pattern (may be repeated)', collect, none)
    .option('--user <user>', 'servers and keypairs of this user: name, id or pattern (may be repeated)', collect, none)
    .option('--limit <number>', 'so many servers at most; the same command again takes the next ones')
    .option('--public', 'of images, flavors or volume types: those that are public', false)
    .option('--used', 'of a kind: those that servers use; of projects: those that own something', false)
    .addOption(
      new Option('--supplementary <which>', 'beside chosen servers: what they need, or every supplementary resource')
        .choices(['used', 'all'])
        .default('used'),
    )
    .option('--all', 'everything that can be moved', false)
    .option(
      '--exclude <resource>',
      'leave this out: name, id or pattern, or KIND:NAME (may be repeated)',
      collect,
      none,
    )
    .option('--selection <file>', 'a YAML file with the same words; options add to it');
}

export interface SelectingOptions {
  readonly project: readonly string[];
  readonly tenant: readonly string[];
  readonly server: readonly string[];
  readonly host: readonly string[];
  readonly user: readonly string[];
  readonly limit?: string | undefined;
  readonly public: boolean;
  readonly used: boolean;
  readonly supplementary: 'used' | 'all';
  readonly all: boolean;
  readonly exclude: readonly string[];
  readonly selection?: string | undefined;
}

/**
 * The selection that words and options mean; undefined when they choose nothing. Throws a usage error for --all beside
 * a narrower one, and for a kind that cannot be chosen so.
 */
export function findSelection(what: readonly string[], options: SelectingOptions): Selection | undefined {
  const file = options.selection === undefined ? undefined : readSelectionFile(options.selection);
  const things = [...(file?.what ?? []), ...what].map(chosenThing);
  const selection: Selection = selectionSchema.parse({
    all: options.all || file?.all === true,
    projects: [...(file?.projects ?? []), ...options.project, ...options.tenant],
    servers: [...(file?.servers ?? []), ...options.server],
    hosts: [...(file?.hosts ?? []), ...options.host],
    users: [...(file?.users ?? []), ...options.user],
    exclude: [...(file?.exclude ?? []), ...options.exclude],
    kinds: things.flatMap(({ kind, word }) => (word === undefined ? [kind] : [])),
    specific: things.flatMap(({ kind, word }) => (word === undefined ? [] : [{ kind, word }])),
    public: options.public || file?.public === true,
    used: options.used || file?.used === true,
    limit: limitOf(options.limit) ?? file?.limit,
    supplementary: options.supplementary === 'all' ? 'all' : (file?.supplementary ?? 'used'),
  });
  const { all, projects, servers, hosts, users, kinds, specific, limit } = selection;
  const narrower = projects.length + servers.length + hosts.length + users.length + specific.length;
  const isAboutKind = selection.public || selection.used;
  if (all && narrower > 0) {
    throw usageError('--all is everything already: leave it out, or leave out what chooses a part of it.');
  }
  const fault = strategyFault(selection);
  if (fault !== undefined) throw usageError(fault);
  const isEmpty = !all && !isAboutKind && narrower + kinds.length === 0 && limit === undefined;
  return isEmpty ? undefined : selection;
}

/** As `findSelection`, but choosing nothing is a usage error. */
export function selectionOf(what: readonly string[], options: SelectingOptions, command: string): Selection {
  const selection = findSelection(what, options);
  if (selection !== undefined) return selection;
  throw usageError(
    `nothing is selected. Name a project (pumphouse ${command} --project acme), servers (--server web1 --server ` +
      `'db*', --host cmp-1), kinds (pumphouse ${command} images --public), or everything (--all).`,
  );
}

function limitOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  if (/^[1-9]\d{0,4}$/.test(word)) return Number(word);
  throw usageError(`--limit ${word} is not a number from 1 to 99999.`);
}
