import type { Cloud } from '../openstack/cloud.ts';
import type { Plan } from '../plan/plan.ts';
import { beginRun, endRun, type NodeState } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { openDurable } from './durable.ts';
import { openWork } from './open-work.ts';
import { sweep } from './sweep.ts';
import { abandon, walkPlan } from './walk-plan.ts';
import { walkUndo } from './walk-undo.ts';
import { holdWork } from './works.ts';

export interface RunParts {
  readonly plan: Plan;
  readonly source: Cloud;
  readonly destination: Cloud;
  readonly store: Store;
}

/** How the nodes of a run stand at its end, by key. */
export type RunOutcome = Readonly<Record<string, NodeState>>;

/** Carries a plan out from wherever it is. There is no other way to go on with a run than this. */
export async function carryOut(parts: RunParts): Promise<RunOutcome> {
  return await inEngine(parts, 'running', async (work, attempt) => {
    const outcome = await walkPlan(work, attempt);
    await sweep(work);
    const isWhole = Object.values(outcome).every((state) => state === 'done');
    await endRun(parts.store, work.runId, isWhole ? 'done' : 'failed');
    return outcome;
  });
}

/** Deletes what a run created and starts at the source again what it stopped, from wherever that is. */
export async function carryOutUndo(parts: RunParts): Promise<RunOutcome> {
  return await inEngine(parts, 'undoing', async (work, attempt) => {
    await abandon(work.runId);
    const outcome = await walkUndo(work, attempt);
    await sweep(work);
    const isWhole = Object.values(outcome).every((state) => state === 'done');
    await endRun(parts.store, work.runId, isWhole ? 'undone' : 'undoing');
    return outcome;
  });
}

async function inEngine<T>(
  { plan, source, destination, store }: RunParts,
  state: 'running' | 'undoing',
  task: (work: Awaited<ReturnType<typeof openWork>>, attempt: number) => Promise<T>,
): Promise<T> {
  const attempt = await beginRun(store, plan.id, state);
  const work = await openWork({ plan, source, destination, store, isUndoing: state === 'undoing' });
  // Held before the engine opens, since opening takes up at once what a killed process left behind.
  holdWork(work);
  const durable = await openDurable(store, plan.id, `${state} ${plan.id}`);
  try {
    return await task(work, attempt);
  } finally {
    await durable.close();
  }
}
