import { Command, Option } from '@commander-js/extra-typings';
import { cloudOptions } from './cloud-options.ts';

const formats = ['text', 'json'] as const;

/** A command that wishes something of a run, which another process may be at. */
export function wishCommand(name: 'pause' | 'resume' | 'cancel') {
  return new Command(name)
    .argument('[run]', 'id of a run or the beginning of one; without it, the only one that has not ended')
    .addOption(new Option('-f, --format <format>', 'form of the result').choices(formats).default(formats[0]))
    .addOption(cloudOptions.database());
}
