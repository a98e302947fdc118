import { loadPlan } from '../store/plans.ts';
import { listNodes } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { listTouchedServers } from '../store/touched-servers.ts';

/** How much of a run is done, in numbers. */
export interface RunTally {
  readonly run: string;
  readonly state: string;
  readonly servers: {
    readonly total: number;
    /** Done, and of these how many since the moment that was asked about. */
    readonly moved: number;
    readonly movedSince: number;
    /** Begun and not done: on their way, or held there. */
    readonly inBetween: number;
    /** By a cancel, as they were before. */
    readonly putBack: number;
  };
  /** Parts of the plan. */
  readonly nodes: { readonly total: number; readonly done: number; readonly failed: number };
}

export async function tallyRun(store: Store, runId: string, state: string, since: Date): Promise<RunTally> {
  const [plan, rows, touched] = await Promise.all([
    loadPlan(store, runId),
    listNodes(store, runId),
    listTouchedServers(store, runId),
  ]);
  const nodes = plan.nodes.map(({ key, kind }) => ({ kind, row: rows.find((row) => row.key === key) }));
  const servers = nodes.filter(({ kind }) => kind === 'server');
  const moved = servers.filter(({ row }) => row?.state === 'done');
  return {
    run: runId,
    state,
    servers: {
      total: servers.length,
      moved: moved.length,
      movedSince: moved.filter(({ row }) => row !== undefined && row.endedAt !== null && row.endedAt >= since).length,
      inBetween: touched.length,
      putBack: servers.filter(({ row }) => row?.state === 'cancelled').length,
    },
    nodes: {
      total: nodes.length,
      done: nodes.filter(({ row }) => row?.state === 'done').length,
      failed: nodes.filter(({ row }) => row?.state === 'failed').length,
    },
  };
}
