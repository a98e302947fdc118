import type { Dump } from '../../../sim/cloud/dump-state.ts';
import { differencesOfRecord } from './differences-of-dumps.ts';
import { type Dumps, textOf } from './dumps.ts';
import type { TwinMap } from './twin-map.ts';
import type { Wanted } from './wanted.ts';

/** The ids that the wanted keypairs have on the destination, by their own. */
export function keypairTwins(source: Dump, wanted: readonly Wanted[], twins: TwinMap): ReadonlyMap<string, string> {
  const chosen = wanted.filter(({ kind }) => kind === 'keypair').map(({ id }) => source['keypairs']?.[id] ?? {});
  return new Map(
    chosen.map((one) => [textOf(one, 'id'), `${twins.idOf(textOf(one, 'userId')) ?? ''}/${textOf(one, 'name')}`]),
  );
}

/** Every wanted keypair is there, of the same name and key, for the twin of its user. A line for each difference. */
export function checkKeypairs(after: Dumps, wanted: readonly Wanted[], twins: TwinMap): string[] {
  const twinIds = keypairTwins(after.source, wanted, twins);
  return wanted
    .filter(({ kind }) => kind === 'keypair')
    .flatMap(({ id }) => {
      const record = after.source['keypairs']?.[id];
      if (record === undefined) return [`keypair ${id} is not on the source`];
      const userId = twins.idOf(textOf(record, 'userId')) ?? '';
      const twinId = twinIds.get(id) ?? '';
      const twin = after.destination['keypairs']?.[twinId];
      return differencesOfRecord({ ...record, id: twinId, userId }, twin).map((line) => `keypair ${id}: ${line}`);
    });
}
