import { type Dumps, markOf, recordsOf, textOf } from './dumps.ts';
import type { Wanted } from './wanted.ts';

/** Nothing on the destination claims to be the twin of what was not to move. A line for each that does. */
export function checkClaims(after: Dumps, wanted: readonly Wanted[]): string[] {
  const wantedIds = new Set(wanted.map(({ id }) => id));
  const ofTypes = recordsOf(after.source, 'volumeTypes').filter((type) => wantedIds.has(textOf(type, 'id')));
  const qosIds = new Set(ofTypes.map((type) => textOf(type, 'qosSpecsId')));
  return Object.keys(after.destination).flatMap((collection) =>
    recordsOf(after.destination, collection).flatMap((record) => {
      const mark = markOf(record);
      const id = mark === undefined ? undefined : decodeURIComponent(mark).replace(/^disk-of-/, '');
      if (id === undefined || wantedIds.has(id) || qosIds.has(id)) return [];
      return [`${collection} has a twin of ${id}, which was not to move: ${JSON.stringify(record)}`];
    }),
  );
}
