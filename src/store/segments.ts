import { sql } from 'kysely';
import type { Store } from './store.ts';

/** What is confirmed of one part of a disk, in one pass over it. */
export interface SegmentRow {
  readonly index: number;
  readonly digest: string;
  readonly bytes: number;
}

/** Whose segments: of a resource in a run, by the pass over it. What was written to another twin is none of this. */
export interface SegmentPlace {
  readonly runId: string;
  readonly key: string;
  readonly destinationId: string;
  readonly pass: string;
}

/** More in one statement would be too many parameters. */
const rowsAtOnce = 1000;

/** Notes segments; one that is noted already is as it was noted last. */
export async function noteSegments(
  { db }: Store,
  { runId, key, destinationId, pass }: SegmentPlace,
  segments: readonly SegmentRow[],
): Promise<void> {
  for (let at = 0; at < segments.length; at += rowsAtOnce) {
    const rows = segments.slice(at, at + rowsAtOnce);
    await db
      .insertInto('pumphouse.segment')
      .values(rows.map((row) => ({ run_id: runId, key, destination_id: destinationId, pass, ...row })))
      .onConflict((conflict) =>
        conflict
          .columns(['run_id', 'key', 'destination_id', 'pass', 'index'])
          .doUpdateSet({ digest: sql`excluded.digest`, bytes: sql`excluded.bytes`, noted_at: sql`clock_timestamp()` }),
      )
      .execute();
  }
}

export async function listSegments({ db }: Store, place: SegmentPlace): Promise<SegmentRow[]> {
  const { runId, key, destinationId, pass } = place;
  const rows = await db
    .selectFrom('pumphouse.segment')
    .select(['index', 'digest', 'bytes'])
    .where('run_id', '=', runId)
    .where('key', '=', key)
    .where('destination_id', '=', destinationId)
    .where('pass', '=', pass)
    .orderBy('index')
    .execute();
  return rows.map(({ index, digest, bytes }) => ({ index, digest, bytes: Number(bytes) }));
}

/** Passes over a resource that are noted as a whole with this word, in the order in which they became so. */
export async function listPasses(
  { db }: Store,
  { runId, key, destinationId }: Omit<SegmentPlace, 'pass'>,
  { index, digest }: Pick<SegmentRow, 'index' | 'digest'>,
): Promise<string[]> {
  const rows = await db
    .selectFrom('pumphouse.segment')
    .select('pass')
    .where('run_id', '=', runId)
    .where('key', '=', key)
    .where('destination_id', '=', destinationId)
    .where('index', '=', index)
    .where('digest', '=', digest)
    .orderBy('noted_at')
    .execute();
  return rows.map(({ pass }) => pass);
}

/** What is noted of a pass as a whole, whatever it went into. */
export async function listRooms(
  { db }: Store,
  { runId, key, pass }: Omit<SegmentPlace, 'destinationId'>,
): Promise<{ readonly destinationId: string; readonly digest: string }[]> {
  const rows = await db
    .selectFrom('pumphouse.segment')
    .select(['destination_id', 'digest'])
    .where('run_id', '=', runId)
    .where('key', '=', key)
    .where('pass', '=', pass)
    .execute();
  return rows.map(({ destination_id: destinationId, digest }) => ({ destinationId, digest }));
}

/** Forgets all passes over a resource, whose copy is gone. */
export async function forgetSegments({ db }: Store, runId: string, key: string): Promise<void> {
  await db.deleteFrom('pumphouse.segment').where('run_id', '=', runId).where('key', '=', key).execute();
}
