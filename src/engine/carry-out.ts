import type { CopyBounds } from '../copy/copy-bounds.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { Plan } from '../plan/plan.ts';
import { beginRun, endRun, failedBeforeKill, type NodeState, type RunState } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { openDurable } from './durable.ts';
import { openHalt } from './open-halt.ts';
import { openWork } from './open-work.ts';
import { sweep } from './sweep.ts';
import { abandon, walkPlan } from './walk-plan.ts';
import { walkBack } from './walk-back.ts';
import { walkUndo } from './walk-undo.ts';
import { holdWork } from './works.ts';

export interface RunParts {
  readonly plan: Plan;
  readonly source: Cloud;
  readonly destination: Cloud;
  readonly store: Store;
  readonly copyBounds?: CopyBounds | undefined;
}

/** How the nodes of a run stand at its end, by key; nodes that were never begun are absent. */
export type NodeStates = Readonly<Record<string, NodeState>>;

export interface RunOutcome {
  readonly ended: RunState;
  readonly nodes: NodeStates;
}

/**
 * Carries a plan out from wherever it is, or, when its cancel is wished, puts back what is in between. There is no
 * other way to go on with a run than this.
 */
export async function carryOut(parts: RunParts): Promise<RunOutcome> {
  const failedBefore = await failedBeforeKill(parts.store, parts.plan.id);
  const outcome = await carryOutOnce(parts);
  // What a process had seen fail before it was killed has failed in that attempt for good: this command tries it anew.
  const isToTryAgain = outcome.ended === 'failed' && failedBefore.some((key) => outcome.nodes[key] === 'failed');
  return isToTryAgain ? await carryOutOnce(parts) : outcome;
}

async function carryOutOnce(parts: RunParts): Promise<RunOutcome> {
  return await inEngine(parts, 'running', async (work, attempt) => {
    const outcome = await walkPlan(work, attempt);
    const isWhole = isAllDone(outcome);
    const isCancelled = !isWhole && (await work.halt.isCancelled());
    const back = isCancelled ? await walkBack(work, attempt) : {};
    await sweep(work);
    const ended = isCancelled ? (isAllDone(back) ? 'cancelled' : 'cancelling') : isWhole ? 'done' : 'failed';
    await endRun(parts.store, work.runId, ended);
    return { ended, nodes: outcome };
  });
}

/** Deletes what a run created and starts at the source again what it stopped, from wherever that is. */
export async function carryOutUndo(parts: RunParts): Promise<NodeStates> {
  return await inEngine(parts, 'undoing', async (work, attempt) => {
    await abandon(work.runId);
    const outcome = await walkUndo(work, attempt);
    await sweep(work);
    await endRun(parts.store, work.runId, isAllDone(outcome) ? 'undone' : 'undoing');
    return outcome;
  });
}

function isAllDone(nodes: NodeStates): boolean {
  return Object.values(nodes).every((state) => state === 'done');
}

async function inEngine<T>(
  { plan, source, destination, store, copyBounds }: RunParts,
  state: 'running' | 'undoing',
  task: (work: Awaited<ReturnType<typeof openWork>>, attempt: number) => Promise<T>,
): Promise<T> {
  const attempt = await beginRun(store, plan.id, state);
  const halt = await openHalt(store, plan.id, attempt);
  try {
    const isUndoing = state === 'undoing';
    const work = await openWork({ plan, source, destination, store, isUndoing, halt, copyBounds });
    // Held before the engine opens, since opening takes up at once what a killed process left behind.
    holdWork(work);
    const durable = await openDurable(store, plan.id, `${state} ${plan.id}`);
    try {
      return await task(work, attempt);
    } finally {
      await durable.close();
    }
  } finally {
    await halt.close();
  }
}
