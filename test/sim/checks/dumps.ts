import { type Dump, type DumpedRecord, dumpState } from '../../../sim/cloud/dump-state.ts';
import type { SimCloud } from '../../../sim/cloud/sim-cloud.ts';

/** Both clouds at one moment. */
export interface Dumps {
  readonly source: Dump;
  readonly destination: Dump;
}

export function takeDumps(pair: { readonly source: SimCloud; readonly destination: SimCloud }): Dumps {
  return { source: dumpState(pair.source), destination: dumpState(pair.destination) };
}

export function recordsOf(dump: Dump, collection: string): readonly DumpedRecord[] {
  return Object.values(dump[collection] ?? {});
}

export function textOf(record: DumpedRecord, field: string): string {
  const value = record[field];
  return typeof value === 'string' ? value : '';
}

/** The source id that a record of the destination carries: our mark, wherever its service lets us put it. */
export function markOf(record: DumpedRecord): string | undefined {
  const text = JSON.stringify(record);
  const property = /"pumphouse_source_id":"([^"]+)"/.exec(text)?.[1];
  return property ?? /\[pumphouse ([^\]\s]+)\]"/.exec(text)?.[1];
}
