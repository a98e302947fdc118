import type { Store } from './store.ts';

/** Ids of the source servers that a run began to change and has neither moved nor put back, whatever the moment. */
export async function listTouchedServers({ db }: Store, runId: string): Promise<string[]> {
  const last = await db
    .selectFrom('pumphouse.event')
    .distinctOn('resource_id')
    .select(['resource_id', 'type'])
    .where('run_id', '=', runId)
    .where('kind', '=', 'server')
    .where((is) => is.or([is('type', '=', 'touched'), is.and([is('type', '=', 'done'), is('step', '=', 'put-back')])]))
    .orderBy('resource_id')
    .orderBy('seq', 'desc')
    .execute();
  const touched = last.filter(({ type }) => type === 'touched');
  const moved = await db
    .selectFrom('pumphouse.node')
    .select('key')
    .where('run_id', '=', runId)
    .where('key', 'like', 'server/%')
    .where('state', '=', 'done')
    .execute();
  const isMoved = new Set(moved.map(({ key }) => key));
  return touched.flatMap(({ resource_id: id }) => (id === null || isMoved.has(`server/${id}`) ? [] : [id]));
}
