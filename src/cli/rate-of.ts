import { Option } from '@commander-js/extra-typings';
import { usageError } from './usage-error.ts';

const units: Readonly<Record<string, number>> = {
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  kB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
};

/** Slower, and services take the connection for dead. */
const least = 64 * 1024;

/** Bytes a second out of a word such as `200MiB/s`. Throws a usage error that says how rates are written. */
export function rateOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([kKMG]i?B)(?:\/s)?$/.exec(word) ?? [];
  const bytes = Number(amount) * (units[unit] ?? Number.NaN);
  if (bytes >= least) return bytes;
  if (bytes < least) throw usageError(`--rate ${word} is too slow: 64KiB/s is the least.`);
  throw usageError(
    `--rate ${word} is no rate: write a number and KiB, MiB or GiB (or kB, MB, GB) a second, as 200MiB/s.`,
  );
}

export function rateOption() {
  return new Option('--rate <rate>', 'so many bytes a second at most, all copies together, such as 200MiB/s');
}
