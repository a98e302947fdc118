import { z } from 'zod';
import type { Store } from './store.ts';

/**
 * What an operator wishes of a run while a process works on it. pause: whatever keeps no user waiting holds; pause-now:
 * everything holds; go: a pause is over; cancel: what is under way is put back, and nothing else begins.
 */
export const wishes = ['pause', 'pause-now', 'go', 'cancel'] as const;
export type Wish = (typeof wishes)[number];

export interface WishRow {
  readonly wish: Wish;
  readonly wishedAt: Date;
  /** When the process at the run confirmed that it is at rest. */
  readonly heededAt: Date | null;
  /** What still goes on before that, as `server web1: copying its disk`. */
  readonly going: readonly string[];
}

const goingSchema = z.array(z.string()).catch([]);

export async function readWish({ db }: Store, runId: string): Promise<WishRow | undefined> {
  const row = await db
    .selectFrom('pumphouse.wish')
    .select(['wish', 'wished_at', 'heeded_at', 'going'])
    .where('run_id', '=', runId)
    .executeTakeFirst();
  const wish = wishes.find((one) => one === row?.wish);
  if (row === undefined || wish === undefined) return undefined;
  return { wish, wishedAt: row.wished_at, heededAt: row.heeded_at, going: goingSchema.parse(row.going) };
}

/** A run at the moment when something is wished of it. */
export interface Wishable {
  readonly state: string;
  readonly endedAt: Date | null;
  /** What has been wished before. */
  readonly wish: string | undefined;
}

/** Notes a wish if the run allows it, and tells whether it did. A run cannot end between the look and the note. */
export async function noteWish(
  { db }: Store,
  runId: string,
  wish: Wish,
  isAllowed: (run: Wishable) => boolean,
): Promise<boolean> {
  return await db.transaction().execute(async (transaction) => {
    const run = await transaction
      .selectFrom('pumphouse.run')
      .select(['state', 'ended_at'])
      .where('id', '=', runId)
      .forUpdate()
      .executeTakeFirst();
    const before = await transaction
      .selectFrom('pumphouse.wish')
      .select('wish')
      .where('run_id', '=', runId)
      .executeTakeFirst();
    if (run === undefined) return false;
    if (!isAllowed({ state: run.state, endedAt: run.ended_at, wish: before?.wish })) return false;
    // The same wish again keeps its confirmation.
    if (before?.wish === wish) return true;
    const values = { wish, wished_at: new Date(), heeded_at: null, going: '[]' };
    await transaction
      .insertInto('pumphouse.wish')
      .values({ run_id: runId, ...values })
      .onConflict((conflict) => conflict.column('run_id').doUpdateSet(values))
      .execute();
    return true;
  });
}

/** Notes what still goes on; with nothing, that the wish is heeded. A newer wish is left alone. */
export async function noteGoing({ db }: Store, runId: string, seen: WishRow, going: readonly string[]): Promise<void> {
  await db
    .updateTable('pumphouse.wish')
    .set({ going: JSON.stringify(going), heeded_at: going.length === 0 ? new Date() : null })
    .where('run_id', '=', runId)
    .where('wish', '=', seen.wish)
    .where('wished_at', '=', seen.wishedAt)
    .execute();
}

/** Takes these wishes back, if one of them stands; tells whether one did. */
export async function dropWish({ db }: Store, runId: string, dropped: readonly Wish[] = wishes): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('pumphouse.wish')
    .where('run_id', '=', runId)
    .where('wish', 'in', dropped)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
