import type { Store } from './store.ts';

/** How far the copy of one disk is. */
export interface Transfer {
  readonly key: string;
  readonly name: string;
  readonly copiedBytes: number;
  readonly totalBytes: number;
  /** `sha512:…` once the copy is confirmed. */
  readonly digest?: string;
}

export async function noteTransfer({ db }: Store, runId: string, transfer: Transfer): Promise<void> {
  const { key, name, copiedBytes, totalBytes, digest = null } = transfer;
  const values = { copied_bytes: copiedBytes, total_bytes: totalBytes, digest, updated_at: new Date() };
  await db
    .insertInto('pumphouse.transfer')
    .values({ run_id: runId, key, name, ...values })
    .onConflict((conflict) => conflict.columns(['run_id', 'key']).doUpdateSet(values))
    .execute();
}

export async function listTransfers({ db }: Store, runId: string): Promise<Transfer[]> {
  const rows = await db
    .selectFrom('pumphouse.transfer')
    .select(['key', 'name', 'copied_bytes', 'total_bytes', 'digest'])
    .where('run_id', '=', runId)
    .orderBy('key')
    .execute();
  return rows.map(({ key, name, copied_bytes, total_bytes, digest }) => ({
    key,
    name,
    copiedBytes: Number(copied_bytes),
    totalBytes: Number(total_bytes),
    ...(digest === null ? {} : { digest }),
  }));
}
