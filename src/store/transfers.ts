import { sql } from 'kysely';
import type { Store } from './store.ts';

/** How far the copy of one disk is. */
export interface Transfer {
  readonly key: string;
  readonly name: string;
  readonly copiedBytes: number;
  readonly totalBytes: number;
  /** `sha512:…` once the copy is confirmed. */
  readonly digest?: string;
  /** When its first bytes came; a copy that broke off begins anew. */
  readonly beganAt?: Date | undefined;
  readonly updatedAt?: Date | undefined;
}

/** The store notes when. */
export type NewTransfer = Omit<Transfer, 'beganAt' | 'updatedAt'>;

export async function noteTransfer(
  { db }: Store,
  runId: string,
  transfer: NewTransfer,
  now: Date = new Date(),
): Promise<void> {
  const { key, name, copiedBytes, totalBytes, digest = null } = transfer;
  const values = { name, copied_bytes: copiedBytes, total_bytes: totalBytes, digest, updated_at: now };
  await db
    .insertInto('pumphouse.transfer')
    .values({ run_id: runId, key, began_at: now, ...values })
    .onConflict((conflict) =>
      conflict.columns(['run_id', 'key']).doUpdateSet({
        ...values,
        began_at: sql<Date>`case
      when excluded.copied_bytes < transfer.copied_bytes then excluded.began_at else transfer.began_at end`,
      }),
    )
    .execute();
}

/** Forgets a copy whose bytes are gone again. */
export async function forgetTransfer({ db }: Store, runId: string, key: string): Promise<void> {
  await db.deleteFrom('pumphouse.transfer').where('run_id', '=', runId).where('key', '=', key).execute();
}

export async function listTransfers({ db }: Store, runId: string): Promise<Transfer[]> {
  const rows = await db
    .selectFrom('pumphouse.transfer')
    .select(['key', 'name', 'copied_bytes', 'total_bytes', 'digest', 'began_at', 'updated_at'])
    .where('run_id', '=', runId)
    .orderBy('key')
    .execute();
  return rows.map(({ key, name, copied_bytes, total_bytes, digest, began_at, updated_at }) => ({
    key,
    name,
    copiedBytes: Number(copied_bytes),
    totalBytes: Number(total_bytes),
    ...(digest === null ? {} : { digest }),
    ...(began_at === null ? {} : { beganAt: began_at }),
    updatedAt: updated_at,
  }));
}
