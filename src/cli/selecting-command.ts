import type { Selection } from '../inventory/selection.ts';
import { collect, listingCommand } from './listing-command.ts';
import { usageError } from './usage-error.ts';

const none: string[] = [];

/** A command for a part of a cloud, with the options that choose it. */
export function selectingCommand(name: string) {
  return listingCommand(name)
    .optionsGroup('Selection:')
    .option('--project <project>', 'all that this project owns: name, id or pattern (may be repeated)', collect, none)
    .option('--tenant <project>', 'the same as --project', collect, none)
    .option('--server <server>', 'this server and all it needs: name, id or pattern (may be repeated)', collect, none)
    .option('--all', 'everything that can be moved', false)
    .option(
      '--exclude <resource>',
      'leave this out: name, id or pattern, or KIND:NAME (may be repeated)',
      collect,
      none,
    );
}

export interface SelectingOptions {
  readonly project: readonly string[];
  readonly tenant: readonly string[];
  readonly server: readonly string[];
  readonly all: boolean;
  readonly exclude: readonly string[];
}

/** The selection that the options mean. Throws a usage error for none, and for --all beside a narrower one. */
export function selectionOf(options: SelectingOptions, command: string): Selection {
  const { project, tenant, server, all, exclude } = options;
  const projects = [...project, ...tenant];
  if (!all && projects.length === 0 && server.length === 0) {
    throw usageError(
      `nothing is selected. Name a project (pumphouse ${command} --project acme), servers (--server web1 --server ` +
        "'db*'), both, or everything (--all).",
    );
  }
  if (all && projects.length + server.length > 0) {
    throw usageError('--all is everything already: leave it out, or leave out --project and --server.');
  }
  return { all, projects, servers: [...server], exclude: [...exclude], kinds: [] };
}
