import type { KindName } from '../resources/kind.ts';
import { kindNames } from '../resources/kind-name.ts';
import type { Store } from './store.ts';

/** What stands for a source resource on the destination. */
export interface Twin {
  readonly kind: KindName;
  readonly sourceId: string;
  readonly name: string;
  readonly destinationId: string;
  /** Only what we created is deleted by undo. */
  readonly origin: 'created' | 'adopted';
}

/** Records a twin as soon as its id is known. What was recorded as created stays so. */
export async function recordTwin({ db }: Store, runId: string, twin: Twin): Promise<void> {
  const { kind, sourceId, name, destinationId, origin } = twin;
  await db
    .insertInto('pumphouse.twin')
    .values({ run_id: runId, kind, source_id: sourceId, name, destination_id: destinationId, origin })
    .onConflict((conflict) =>
      conflict.columns(['run_id', 'kind', 'source_id']).doUpdateSet({ destination_id: destinationId }),
    )
    .execute();
}

export async function forgetTwin({ db }: Store, runId: string, kind: KindName, sourceId: string): Promise<void> {
  await db
    .deleteFrom('pumphouse.twin')
    .where('run_id', '=', runId)
    .where('kind', '=', kind)
    .where('source_id', '=', sourceId)
    .execute();
}

export async function listTwins({ db }: Store, runId: string): Promise<Twin[]> {
  const rows = await db
    .selectFrom('pumphouse.twin')
    .select(['kind', 'source_id', 'name', 'destination_id', 'origin'])
    .where('run_id', '=', runId)
    .orderBy('recorded_at')
    .execute();
  return rows.flatMap(({ kind, source_id, name, destination_id, origin }) => {
    const known = kindNames.find((one) => one === kind);
    if (known === undefined) return [];
    const twin: Twin = {
      kind: known,
      sourceId: source_id,
      name,
      destinationId: destination_id,
      origin: origin === 'created' ? 'created' : 'adopted',
    };
    return [twin];
  });
}

/** Whether another run has noted that as a twin that it created: then it is that run's to undo. */
export async function isTwinOfAnotherRun(
  { db }: Store,
  runId: string,
  { kind, destinationId }: Pick<Twin, 'kind' | 'destinationId'>,
): Promise<boolean> {
  const row = await db
    .selectFrom('pumphouse.twin')
    .select('run_id')
    .where('run_id', '!=', runId)
    .where('kind', '=', kind)
    .where('destination_id', '=', destinationId)
    .where('origin', '=', 'created')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Destination ids of what earlier runs between the same two clouds created, by `kind/source id`. */
export async function knownTwins({ db }: Store, source: string, destination: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('pumphouse.twin as twin')
    .innerJoin('pumphouse.plan as plan', 'plan.id', 'twin.run_id')
    .select(['twin.kind', 'twin.source_id', 'twin.destination_id'])
    .where('plan.source', '=', source)
    .where('plan.destination', '=', destination)
    .where('twin.origin', '=', 'created')
    .orderBy('twin.recorded_at')
    .execute();
  return new Map(rows.map(({ kind, source_id, destination_id }) => [`${kind}/${source_id}`, destination_id]));
}
