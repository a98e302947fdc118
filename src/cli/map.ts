import { writeFile } from 'node:fs/promises';
import { Command } from '@commander-js/extra-typings';
import { Problem } from '../base/problem.ts';
import type { MappingFile } from '../plan/mapping-file.ts';
import { mappingSection } from '../plan/mapping-section.ts';
import type { Caller } from './caller.ts';
import { cloudOptions, requireClouds } from './cloud-options.ts';
import { describeExitCodes } from './exit-codes.ts';
import { readMappingFile } from './read-mapping-file.ts';
import { usageError } from './usage-error.ts';
import { withPair } from './with-clouds.ts';

export function mapCommand(caller: Caller) {
  return new Command('map')
    .summary('write a mapping file to begin with, or check one')
    .description(
      'A mapping file says what of the destination stands for what of the source where names are not enough. ' +
        '--init looks at both clouds and writes one in which every proposal is a comment, so that it changes nothing ' +
        'until you take a # away; --check says whether all that a file names is there. Writes nothing to a cloud.',
    )
    .optionsGroup('Ways:')
    .option('--init', 'write a mapping file to begin with', false)
    .option('--check <file>', 'check a mapping file against both clouds')
    .optionsGroup('Options:')
    .option('-o, --output <file>', 'with --init: the file to write, instead of standard output')
    .option('--force', 'with --init: write over a file that is there', false)
    .addOption(cloudOptions.source())
    .addOption(cloudOptions.destination())
    .addOption(cloudOptions.networkApi())
    .addHelpText('after', `\n${examples}\n\n${describeExitCodes(['done', 'problem', 'usage'])}`)
    .action(async (options) => {
      const { check, output } = options;
      if (options.init === (check !== undefined)) {
        throw usageError('say what to do: `pumphouse map --init -o FILE` or `pumphouse map --check FILE`.');
      }
      const names = requireClouds(options);
      if (check !== undefined) {
        const file = readMappingFile(check);
        const { validateMappingFile } = await import('../operations/validate-mapping-file.ts');
        await withPair(caller, names, (pair) => validateMappingFile(pair, file));
        caller.print(`${check} is right: ${tally(file)}.`);
        return;
      }
      const { startMapping } = await import('../operations/start-mapping.ts');
      const text = await withPair(caller, names, startMapping);
      if (output === undefined) caller.print(text.trimEnd());
      else await writeNew(output, text, options.force, caller);
    });
}

const examples = `Examples:
  pumphouse map --init --source old-cloud --destination new-cloud -o mapping.yaml
  pumphouse map --check mapping.yaml
  pumphouse plan --project acme --mapping mapping.yaml`;

/** How many entries of what there are: `2 in flavors, 1 in rename`. */
function tally({ entries }: MappingFile): string {
  const sections = entries.map(({ thing, isRename }) => (isRename ? 'rename' : mappingSection(thing)));
  const counts = [...Map.groupBy(sections, (section) => section)].map(
    ([section, all]) => `${all.length} in ${section}`,
  );
  return counts.length === 0 ? 'it has no entries, and changes nothing' : counts.join(', ');
}

async function writeNew(path: string, text: string, isForced: boolean, caller: Caller): Promise<void> {
  try {
    await writeFile(path, text, { flag: isForced ? 'w' : 'wx' });
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    throw new Problem({
      summary: isThere ? `${path} is there already, and was left as it is` : `${path} cannot be written`,
      ...(isThere || !(cause instanceof Error) ? {} : { detail: cause.message }),
      cure: isThere ? 'Name another file, or add --force to write over it.' : 'Name a file that you may write to.',
      remedy: 'ask',
      cause,
    });
  }
  caller.tell(`Written to ${path}. Check it with \`pumphouse map --check ${path}\`.`);
}
