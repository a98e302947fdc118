import type { SimState } from '../../../sim/cloud/sim-state.ts';
import type { Table } from '../../../sim/cloud/table.ts';
import type { SimPair } from '../../../sim/start-pair.ts';
import { type Dumps, markOf } from '../checks/dumps.ts';

type DumpedTable = Dumps['destination'][string];

/** Two clouds after a good run, of which a spoiler changes something behind the back of the program. */
export interface Spoiled {
  readonly pair: SimPair;
  readonly source: SimState;
  readonly destination: SimState;
  readonly before: Dumps;
}

export interface Spoiler {
  /** What a check has to say of it: the kind is named. */
  readonly reports: RegExp;
  spoil(clouds: Spoiled): void;
}

export type Spoilers = Readonly<Record<string, Spoiler>>;

/** A spoiler of the destination alone. */
export function spoils(reports: RegExp, spoil: (state: SimState, before: Dumps) => void): Spoiler {
  return { reports, spoil: ({ destination, before }) => spoil(destination, before) };
}

/** The first of them that a test may spoil; there has to be one. */
export function first<T>(records: readonly T[]): T {
  const [record] = records;
  if (record === undefined) throw new Error('the clouds have nothing of the kind');
  return record;
}

export function isTwin(record: object): boolean {
  return markOf({ record }) !== undefined;
}

/** True for the image that carried the root disk of a server. */
export function isDisk(image: object): boolean {
  return markOf({ image })?.startsWith('disk-of-') === true;
}

/** Of the records of a table, in which things of others may come first, those that were not there before. */
export function made<T extends { readonly id: string }>(table: Table<T>, former: DumpedTable | undefined): T[] {
  return table.where(({ id }) => !(id in (former ?? {})));
}
