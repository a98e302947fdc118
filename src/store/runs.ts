import type { TrafficCounts } from '../openstack/traffic.ts';
import type { Store } from './store.ts';

export type RunState = 'running' | 'done' | 'failed' | 'cancelling' | 'cancelled' | 'undoing' | 'undone';
export type NodeState = 'running' | 'done' | 'failed' | 'stopped' | 'cancelled';

export interface RunRow {
  readonly id: string;
  readonly attempt: number;
  readonly state: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  readonly source: string;
  readonly destination: string;
  readonly purpose: string;
  /** What an operator wishes of it, and whether that is confirmed. */
  readonly wish: string | null;
  readonly heededAt: Date | null;
  readonly verification: unknown;
  readonly traffic: unknown;
}

/** Begins a run or goes on with it. A run that had ended begins its next attempt; one that was killed keeps its own. */
export async function beginRun({ db }: Store, id: string, state: 'running' | 'undoing'): Promise<number> {
  const row = await db
    .selectFrom('pumphouse.run')
    .select(['attempt', 'state', 'ended_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  const isKilled = row?.state === state && row.ended_at === null;
  const attempt = (row?.attempt ?? 0) + (isKilled ? 0 : 1);
  await db
    .insertInto('pumphouse.run')
    .values({ id, attempt, state, started_at: new Date() })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ attempt, state, ended_at: null }))
    .execute();
  return attempt;
}

/** Keys of nodes that have failed in an attempt whose process was killed; none when the run has ended or not begun. */
export async function failedBeforeKill({ db }: Store, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('pumphouse.node as node')
    .innerJoin('pumphouse.run as run', (join) =>
      join.onRef('run.id', '=', 'node.run_id').onRef('run.attempt', '=', 'node.attempt'),
    )
    .select('node.key')
    .where('run.id', '=', id)
    .where('run.state', '=', 'running')
    .where('run.ended_at', 'is', null)
    .where('node.state', '=', 'failed')
    .execute();
  return rows.map(({ key }) => key);
}

/** Ends a run. What was wished of it is over too, so that its next attempt begins without. */
export async function endRun({ db }: Store, id: string, state: RunState): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.updateTable('pumphouse.run').set({ state, ended_at: new Date() }).where('id', '=', id).execute();
    await transaction.deleteFrom('pumphouse.wish').where('run_id', '=', id).execute();
  });
}

export async function noteVerification({ db }: Store, id: string, verification: unknown): Promise<void> {
  await db
    .updateTable('pumphouse.run')
    .set({ verification: JSON.stringify(verification) })
    .where('id', '=', id)
    .execute();
}

/** What one process sent, added to what earlier processes of the same run sent. */
export async function noteTraffic(
  { db }: Store,
  id: string,
  traffic: Readonly<Record<string, TrafficCounts>>,
): Promise<void> {
  await db
    .updateTable('pumphouse.run')
    .set({ traffic: JSON.stringify(traffic) })
    .where('id', '=', id)
    .execute();
}

function runs({ db }: Store) {
  return db
    .selectFrom('pumphouse.run as run')
    .innerJoin('pumphouse.plan as plan', 'plan.id', 'run.id')
    .leftJoin('pumphouse.wish as wish', 'wish.run_id', 'run.id')
    .select(['run.id', 'run.attempt', 'run.state', 'run.started_at as startedAt', 'run.ended_at as endedAt'])
    .select(['wish.wish', 'wish.heeded_at as heededAt'])
    .select(['run.verification', 'run.traffic', 'plan.source', 'plan.destination', 'plan.purpose']);
}

/** All runs, the newest first. */
export function listRuns(store: Store): Promise<RunRow[]> {
  return runs(store).orderBy('run.started_at', 'desc').execute();
}

/** The run of that id, or of an id that begins so, if there is just one; without an id, the newest. */
export async function findRun(store: Store, word: string | undefined): Promise<RunRow | undefined> {
  const newest = runs(store).orderBy('run.started_at', 'desc');
  if (word === undefined) return newest.executeTakeFirst();
  const rows = await newest.where('run.id', 'like', `${word}%`).limit(2).execute();
  return rows.length === 1 ? rows[0] : undefined;
}

/**
 * The newest run for the same purpose that can go on: neither done, nor cancelled, nor undone. What failed before a run
 * that is done was carried on by that one, with a newer plan.
 */
export async function findOpenRun(store: Store, purpose: string): Promise<RunRow | undefined> {
  const newest = await runs(store)
    .where('plan.purpose', '=', purpose)
    .where('run.state', 'in', ['running', 'failed', 'done'])
    .orderBy('run.started_at', 'desc')
    .executeTakeFirst();
  return newest?.state === 'done' ? undefined : newest;
}

/**
 * Servers, by node key, that another run between the same clouds is in the middle of: its process was killed, or could
 * not put them back when it was cancelled, and they may be at rest on the source by our hand.
 */
export async function halfMoved(
  { db }: Store,
  plan: { id: string; source: string; destination: string },
): Promise<HalfMoved[]> {
  return await db
    .selectFrom('pumphouse.node as node')
    .innerJoin('pumphouse.run as run', 'run.id', 'node.run_id')
    .innerJoin('pumphouse.plan as plan', 'plan.id', 'run.id')
    .select(['node.run_id as runId', 'node.key'])
    .where('plan.source', '=', plan.source)
    .where('plan.destination', '=', plan.destination)
    .where('run.id', '!=', plan.id)
    .where('run.state', 'in', ['running', 'failed', 'cancelling', 'undoing'])
    .where((where) =>
      where.or([
        where('node.state', '=', 'running'),
        where.and([where('node.state', '=', 'failed'), where('run.state', '=', 'cancelling')]),
      ]),
    )
    .where('node.key', 'like', 'server/%')
    .execute();
}

export interface HalfMoved {
  readonly runId: string;
  readonly key: string;
}

export interface NodeRow {
  readonly key: string;
  readonly attempt: number;
  readonly state: string;
  readonly problem: string | null;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
}

export function listNodes({ db }: Store, runId: string): Promise<NodeRow[]> {
  return db
    .selectFrom('pumphouse.node')
    .select(['key', 'attempt', 'state', 'problem', 'started_at as startedAt', 'ended_at as endedAt'])
    .where('run_id', '=', runId)
    .orderBy('started_at')
    .execute();
}

/** Notes where a node stands; `problem` is a paragraph for people, never a secret. */
export async function noteNode(
  { db }: Store,
  runId: string,
  node: { key: string; attempt: number; state: NodeState; problem?: string },
): Promise<void> {
  const { key, attempt, state, problem = null } = node;
  const now = new Date();
  const ended_at = state === 'running' ? null : now;
  await db
    .insertInto('pumphouse.node')
    .values({ run_id: runId, key, attempt, state, problem, started_at: now, ended_at })
    .onConflict((conflict) => conflict.columns(['run_id', 'key']).doUpdateSet({ attempt, state, problem, ended_at }))
    .execute();
}
