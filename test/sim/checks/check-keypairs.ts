import { differencesOfRecord } from './differences-of-dumps.ts';
import { type Dumps, textOf } from './dumps.ts';
import type { TwinMap } from './twin-map.ts';
import type { Wanted } from './wanted.ts';

/** Every wanted keypair is there, of the same name and key, for the twin of its user. A line for each difference. */
export function checkKeypairs(after: Dumps, wanted: readonly Wanted[], twins: TwinMap): string[] {
  return wanted
    .filter(({ kind }) => kind === 'keypair')
    .flatMap(({ id }) => {
      const record = after.source['keypairs']?.[id];
      if (record === undefined) return [`keypair ${id} is not on the source`];
      const userId = twins.idOf(textOf(record, 'userId')) ?? '';
      const twinId = `${userId}/${textOf(record, 'name')}`;
      const twin = after.destination['keypairs']?.[twinId];
      return differencesOfRecord({ ...record, id: twinId, userId }, twin).map((line) => `keypair ${id}: ${line}`);
    });
}
