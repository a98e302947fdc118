import type { KindName } from '../resources/kind.ts';
import type { Store } from './store.ts';

/** Whether the run noted that it was about to create the twin of something that can carry no mark. */
export async function isMaking({ db }: Store, runId: string, kind: KindName, sourceId: string): Promise<boolean> {
  const row = await db
    .selectFrom('pumphouse.event')
    .select('seq')
    .where('run_id', '=', runId)
    .where('type', '=', 'making')
    .where('kind', '=', kind)
    .where('resource_id', '=', sourceId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
