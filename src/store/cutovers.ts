import type { Store } from './store.ts';

/** For which servers of a run the operator opened the gate before their downtime. */
export interface AskedCutovers {
  readonly isForAll: boolean;
  readonly serverIds: ReadonlySet<string>;
}

const all = '';

/** Opens the gate for these servers, or for all. To do it again changes nothing. */
export async function askCutover({ db }: Store, runId: string, serverIds: readonly string[] | 'all'): Promise<void> {
  const ids = serverIds === 'all' ? [all] : serverIds;
  if (ids.length === 0) return;
  await db
    .insertInto('pumphouse.cutover')
    .values(ids.map((id) => ({ run_id: runId, server_id: id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function listCutovers({ db }: Store, runId: string): Promise<AskedCutovers> {
  const rows = await db.selectFrom('pumphouse.cutover').select('server_id').where('run_id', '=', runId).execute();
  const ids = rows.map(({ server_id: id }) => id);
  return { isForAll: ids.includes(all), serverIds: new Set(ids.filter((id) => id !== all)) };
}

/** Ids of the servers that are ready and stand at the gate. */
export async function listWaiting({ db }: Store, runId: string): Promise<string[]> {
  const last = await db
    .selectFrom('pumphouse.event')
    .distinctOn('resource_id')
    .select(['resource_id', 'type'])
    .where('run_id', '=', runId)
    .where('step', '=', 'cutover')
    .orderBy('resource_id')
    .orderBy('seq', 'desc')
    .execute();
  const running = await db
    .selectFrom('pumphouse.node')
    .select('key')
    .where('run_id', '=', runId)
    .where('state', '=', 'running')
    .execute();
  const keys = new Set(running.map(({ key }) => key));
  return last.flatMap(({ resource_id: id, type }) => (type === 'begun' && keys.has(`server/${id}`) ? [`${id}`] : []));
}
