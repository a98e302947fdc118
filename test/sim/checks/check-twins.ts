import { checkAssignments } from './check-assignments.ts';
import { checkKeypairs } from './check-keypairs.ts';
import { checkParts } from './check-parts.ts';
import { checkServer } from './check-server.ts';
import { collections } from './collections.ts';
import { comparableRecord, expectedRecord } from './comparable-record.ts';
import { differencesOfRecord } from './differences-of-dumps.ts';
import { type Dumps, textOf } from './dumps.ts';
import { makeIdMap } from './map-ids.ts';
import { findTwins } from './twin-map.ts';
import type { Wanted } from './wanted.ts';

/** Kinds whose resources are no records of their own, or have no id of their own: each has a check of its own. */
const others = new Set(['role-assignment', 'keypair', 'quota']);

/** Every wanted resource, of whatever kind, has one twin, and it is equal. A line for each that has not. */
export function checkTwins(before: Dumps, after: Dumps, wanted: readonly Wanted[]): string[] {
  const twins = findTwins(before, after);
  const map = makeIdMap(after.source, twins);
  return [
    ...wanted.filter(({ kind }) => !others.has(kind)).flatMap(checkOne),
    ...checkKeypairs(after, wanted, twins),
    ...checkAssignments(before, after, wanted, map),
  ];

  function checkOne({ kind, id }: Wanted): string[] {
    const collection = collections[kind];
    if (collection === undefined) return [`nobody knows how to compare a ${kind}`];
    const record = after.source[collection]?.[id];
    // A flavor that was deleted while servers ran of it is told by these.
    if (record === undefined) return kind === 'flavor' ? [] : [`${kind} ${id} is not on the source`];
    const found = twins.twins(collection, id);
    const [twin] = found;
    const label = `${kind} ${textOf(record, 'name')} (${id})`;
    if (twin === undefined) return [`${label} has no twin`];
    if (found.length > 1) return [`${label} has ${found.length} twins`];
    const paired = { kind, id, twinId: textOf(twin, 'id') };
    const lines = [
      ...differencesOfRecord(expectedRecord(collection, record, map), comparableRecord(collection, twin)),
      ...checkParts(after, map, paired),
      ...(kind === 'server' ? checkServer(before, after, map, paired) : []),
    ];
    return lines.map((line) => `${label}: ${line}`);
  }
}
