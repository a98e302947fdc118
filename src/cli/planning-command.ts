import { Option } from '@commander-js/extra-typings';
import type { PlanWishes } from '../operations/plan-migration.ts';
import { mappingWords } from '../plan/mapping-words.ts';
import { copierNames } from '../resources/chosen-copier.ts';
import { kindNames } from '../resources/kind-name.ts';
import { cloudOptions } from './cloud-options.ts';
import { cutoverOf } from './cutover-of.ts';
import { collect } from './listing-command.ts';
import { readMappingFile } from './read-mapping-file.ts';
import { type SelectingOptions, selectingCommand, selectionOf } from './selecting-command.ts';
import { usageError } from './usage-error.ts';

const none: string[] = [];

/** A command that plans a migration: what, from where, to where, and how. */
export function planningCommand(name: string) {
  return selectingCommand(name)
    .optionsGroup('Clouds:')
    .addOption(cloudOptions.source())
    .addOption(cloudOptions.destination())
    .addOption(cloudOptions.networkApi())
    .optionsGroup('Ways:')
    .addOption(
      new Option('--disk <way>', 'root disks of servers: carried over, or lost and booted afresh from the image')
        .choices(['snapshot', 'rebuild'])
        .default('snapshot'),
    )
    .addOption(
      new Option('--quiesce <way>', 'how a source server is brought to rest before its move')
        .choices(['suspend', 'stop'])
        .default('suspend'),
    )
    .addOption(
      new Option(
        '--copier <way>',
        'how disks are copied. auto: images by the Glance of the destination itself where it can; all else from Ceph ' +
          'to Ceph where clouds.yaml gives access to both, or through Glance. The other ways: only so, or blocked; ' +
          'web-download and glance-download are for images',
      )
        .choices(['auto', ...copierNames])
        .default('auto'),
    )
    .addOption(
      new Option('--default-quotas <way>', "limits that are the source's defaults and others on the destination")
        .choices(['report', 'set'])
        .default('report'),
    )
    .option(
      '--map <pair>',
      'KIND:SOURCE=DESTINATION: what stands for a source resource, by names or ids (may be repeated)',
      collect,
      none,
    )
    .option('--mapping <file>', 'a YAML file of such pairs, zones, physical networks and new names; --map wins over it')
    .option(
      '--servers-at-once <number>',
      'how many servers may be down for their move at once (3 with --disk snapshot, else 5)',
    )
    .option(
      '--warm',
      'copy disks that go from Ceph to Ceph while their servers run, and only what changed since while they are down',
      false,
    )
    .option(
      '--cutover <when>',
      'when servers may go down for their move: now, manual (when `pumphouse cutover` says so), or a time or window, ' +
        'as 2027-03-01T01:00/2027-03-01T05:00 (local time unless it ends in Z or +01:00)',
      'now',
    )
    .option('--leave-blocked', 'leave blocked resources behind instead of stopping', false)
    .optionsGroup('Options:')
    .addOption(cloudOptions.database())
    .option('-l, --long', 'every resource and finding, however many, also what has moved already', false);
}

export interface PlanningOptions extends SelectingOptions {
  readonly disk: string;
  readonly quiesce: string;
  readonly copier: string;
  readonly defaultQuotas: string;
  readonly map: readonly string[];
  readonly mapping?: string | undefined;
  readonly leaveBlocked: boolean;
  readonly serversAtOnce?: string | undefined;
  readonly cutover: string;
  readonly warm: boolean;
}

/** What the options ask of a plan. Throws a usage error for an empty selection or a malformed mapping. */
export function wishesOf(what: readonly string[], options: PlanningOptions, command: string): PlanWishes {
  const mappingFile = options.mapping === undefined ? undefined : readMappingFile(options.mapping);
  return {
    selection: selectionOf(what, options, command),
    disk: options.disk === 'rebuild' ? 'rebuild' : 'snapshot',
    quiesce: options.quiesce === 'stop' ? 'stop' : 'suspend',
    copier: copierNames.find((copier) => copier === options.copier),
    defaultQuotas: options.defaultQuotas === 'set' ? 'set' : 'report',
    ...mappingWords(mappingFile?.entries ?? [], Object.fromEntries(options.map.map(mappingPair))),
    mappingFile,
    leaveBlocked: options.leaveBlocked,
    serversAtOnce: countOf(options.serversAtOnce),
    warm: options.warm,
    cutover: cutoverOf(options.cutover),
  };
}

function countOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(word)) return Number(word);
  throw usageError(`--servers-at-once ${word} is not a number from 1 to 9999.`);
}

function mappingPair(pair: string): [string, string] {
  const [, kind, source, destination] = /^([^:=]+):([^=]+)=(.+)$/s.exec(pair) ?? [];
  if (kind === undefined || source === undefined || destination === undefined) {
    throw usageError(`--map ${pair} is not KIND:SOURCE=DESTINATION, as in --map network:ext-net=public.`);
  }
  if (!kindNames.some((name) => name === kind)) {
    throw usageError(`--map ${pair} begins with "${kind}", which is no kind; there are: ${kindNames.join(', ')}.`);
  }
  return [`${kind}:${source}`, destination];
}
