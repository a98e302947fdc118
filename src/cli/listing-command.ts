import { Command, Option } from '@commander-js/extra-typings';
import { listingFormats } from './listing.ts';

const none: string[] = [];

/** Collects an option that may be given several times. */
export function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

/** A command that shows a listing, with the options for it that openstackclient has. */
export function listingCommand(name: string) {
  return new Command(name)
    .addOption(new Option('-f, --format <format>', 'how the result is shown').choices(listingFormats))
    .option('-c, --column <column>', 'show only this column (may be repeated)', collect, none)
    .option('--sort-column <column>', 'sort by this column (may be repeated)', collect, none);
}
