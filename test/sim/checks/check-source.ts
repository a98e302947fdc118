import type { Dump, DumpedRecord } from '../../../sim/cloud/dump-state.ts';
import { differencesOfRecord } from './differences-of-dumps.ts';
import type { Dumps } from './dumps.ts';

/** The source is as it was, but for the moved servers, which are shut down. */
export function checkSource(before: Dumps, after: Dumps, movedServerIds: ReadonlySet<string>): string[] {
  const expected: Dump = {
    ...before.source,
    servers: mapRecords(before.source['servers'] ?? {}, (server) =>
      movedServerIds.has(String(server['id'])) ? { ...server, status: 'SHUTOFF', taskState: null } : server,
    ),
  };
  return Object.keys(expected).flatMap((collection) => {
    const [was = {}, is = {}] = [expected[collection], after.source[collection]];
    const ids = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return ids.flatMap((id) =>
      differencesOfRecord(settled(collection, was[id]), settled(collection, is[id])).map(
        (line) => `the source's ${collection} ${id}: ${line}`,
      ),
    );
  });
}

/** A port of a server that was shut down is DOWN. */
function settled(collection: string, record: DumpedRecord | undefined): DumpedRecord | undefined {
  if (collection !== 'ports' || record === undefined) return record;
  const { status: _status, ...rest } = record;
  return rest;
}

function mapRecords(
  records: Readonly<Record<string, DumpedRecord>>,
  change: (record: DumpedRecord) => DumpedRecord,
): Readonly<Record<string, DumpedRecord>> {
  return Object.fromEntries(Object.entries(records).map(([id, record]) => [id, change(record)]));
}
