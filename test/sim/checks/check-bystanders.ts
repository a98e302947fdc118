import { differencesOfRecord } from './differences-of-dumps.ts';
import type { Dumps } from './dumps.ts';

/** All that was on the destination before is as it was, to the last field. A line for each difference. */
export function checkBystanders(before: Dumps, after: Dumps): string[] {
  return Object.entries(before.destination).flatMap(([collection, records]) =>
    Object.entries(records).flatMap(([id, record]) =>
      differencesOfRecord(record, after.destination[collection]?.[id]).map(
        (line) => `${collection} ${id}, which was there before: ${line}`,
      ),
    ),
  );
}
