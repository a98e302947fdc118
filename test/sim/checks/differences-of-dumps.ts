import { isDeepStrictEqual } from 'node:util';
import type { Dump, DumpedRecord } from '../../../sim/cloud/dump-state.ts';
import type { Dumps } from './dumps.ts';

/** What is not the same in two dumps of a pair, a line each; none after an undo. */
export function differencesOfDumps(before: Dumps, after: Dumps): string[] {
  return (['source', 'destination'] as const).flatMap((side) =>
    differencesOfDump(before[side], after[side]).map((line) => `${side}: ${line}`),
  );
}

function differencesOfDump(before: Dump, after: Dump): string[] {
  return Object.keys(before).flatMap((collection) => {
    const [was = {}, is = {}] = [before[collection], after[collection]];
    const ids = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return ids.flatMap((id) => differencesOfRecord(was[id], is[id]).map((line) => `${collection} ${id}: ${line}`));
  });
}

export function differencesOfRecord(was: DumpedRecord | undefined, is: DumpedRecord | undefined): string[] {
  if (was === undefined) return [`is new: ${JSON.stringify(is)}`];
  if (is === undefined) return [`is gone: ${JSON.stringify(was)}`];
  const fields = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return fields
    .filter((field) => !isDeepStrictEqual(was[field] ?? null, is[field] ?? null))
    .map((field) => `${field} was ${JSON.stringify(was[field])}, is ${JSON.stringify(is[field])}`);
}
