import { Option } from '@commander-js/extra-typings';
import { limits } from '../base/limits.ts';
import type { CopyBounds } from '../copy/copy-bounds.ts';
import { rateOf } from './rate-of.ts';
import { usageError } from './usage-error.ts';

export interface CopyOptions {
  readonly rate?: string | undefined;
  readonly copies?: string | undefined;
  readonly copiesPerHost?: string | undefined;
}

/** What the options let copies take. Throws a usage error that says how it is written. */
export function copyBoundsOf({ rate, copies, copiesPerHost }: CopyOptions): CopyBounds {
  return {
    bytesPerSecond: rateOf(rate),
    copiesAtOnce: copiesOf('--copies', copies),
    copiesOfOneHost: copiesOf('--copies-per-host', copiesPerHost),
  };
}

function copiesOf(option: string, word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const count = /^\d{1,4}$/.test(word) ? Number(word) : 0;
  if (count >= 1 && count <= limits.imageCopiesMost) return count;
  throw usageError(`${option} ${word} is not a number from 1 to ${limits.imageCopiesMost}.`);
}

export function copiesOption() {
  return new Option(
    '--copies <number>',
    `how many disks travel at once, whatever they belong to (${limits.imageCopiesAtOnce} unless said)`,
  );
}

export function copiesPerHostOption() {
  return new Option(
    '--copies-per-host <number>',
    'how many of these from one compute host, or one Cinder back end, of the source (as many as come unless said)',
  );
}
