import { Problem } from '../base/problem.ts';
import { plural } from '../base/units.ts';
import type { CopyBounds } from '../copy/copy-bounds.ts';
import { carryOut, type RunOutcome } from '../engine/carry-out.ts';
import { placeOf } from '../inventory/collect.ts';
import type { CloudPlace } from '../inventory/inventory.ts';
import { holdingFindings } from '../plan/holding-findings.ts';
import type { Plan } from '../plan/plan.ts';
import { addEvent } from '../store/events.ts';
import { halfMoved, noteTraffic } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { dropWish, readWish } from '../store/wishes.ts';
import type { Pair } from './open-pair.ts';
import { type Verification, verifyRun } from './verify-run.ts';

export interface RunResult {
  readonly outcome: RunOutcome;
  /** undefined for a run that was cancelled. */
  readonly verification: Verification | undefined;
}

/**
 * Carries a plan out from wherever it is, and verifies it. A pause is over with that; a cancel is carried to its end.
 * Throws a Problem before anything is written when the plan has blockers, was made for other clouds, was cancelled or
 * undone, or is being carried out by another process.
 */
export async function runPlan(pair: Pair, store: Store, plan: Plan, copyBounds?: CopyBounds): Promise<RunResult> {
  await refuseWrongPlan(pair, store, plan);
  const result = await store.alone(plan.id, () => carryOn(pair, store, plan, copyBounds));
  if (result === undefined) throw busyProblem(plan.id);
  return result;
}

/** Carries a run to its end, whatever it is on its way to. To be called by the only process that works on it. */
export async function carryOn(pair: Pair, store: Store, plan: Plan, copyBounds?: CopyBounds): Promise<RunResult> {
  await tellWish(store, plan.id);
  const outcome = await carryOut({ plan, source: pair.source, destination: pair.destination, store, copyBounds });
  const isCancelled = outcome.ended === 'cancelled' || outcome.ended === 'cancelling';
  const verification = isCancelled ? undefined : await verifyRun(plan, pair.destination, store);
  await noteTraffic(store, plan.id, pair.counts());
  return { outcome, verification };
}

/** Who starts a paused run wishes that it goes on. */
async function tellWish(store: Store, runId: string): Promise<void> {
  const wasPaused = await dropWish(store, runId, ['pause', 'pause-now', 'go']);
  if (wasPaused) await addEvent(store, runId, { type: 'note', message: 'it was paused; this command lets it go on' });
  const isCancelled = (await readWish(store, runId))?.wish === 'cancel';
  const message = 'it is being cancelled: what is in between is put back as it was';
  if (isCancelled) await addEvent(store, runId, { type: 'note', message });
}

async function refuseWrongPlan(pair: Pair, store: Store, plan: Plan): Promise<void> {
  await refuseOtherClouds(pair, plan);
  const blockers = holdingFindings(plan);
  if (blockers.length > 0) {
    throw new Problem({
      summary: `the plan has ${plural(blockers.length, 'blocker')}, so nothing was written`,
      detail: `the first: ${blockers[0]?.summary ?? ''}`,
      cure: 'Mend them and plan again, exclude what they are about, or plan with --leave-blocked to leave it behind.',
      remedy: 'ask',
    });
  }
  await refuseHalfMoved(store, plan);
  const run = await store.db.selectFrom('pumphouse.run').select('state').where('id', '=', plan.id).executeTakeFirst();
  const refusal = refusalOf(plan.id, run?.state);
  if (refusal !== undefined) throw new Problem({ ...refusal, remedy: 'ask' });
}

/** Why a run in that state does not go forward any more. */
function refusalOf(id: string, state: string | undefined): { summary: string; cure: string } | undefined {
  if (state === 'undone') return { summary: `run ${id} was undone`, cure: 'Make a new plan.' };
  if (state === 'undoing') {
    return { summary: `run ${id} is half undone`, cure: `Finish it with \`pumphouse undo ${id}\`.` };
  }
  if (state === 'cancelling') {
    return { summary: `run ${id} is half cancelled`, cure: `Finish it with \`pumphouse cancel ${id}\`.` };
  }
  if (state !== 'cancelled') return undefined;
  const cure =
    'The same `pumphouse migrate` command, or a new plan, begins anew with what is there; ' +
    `\`pumphouse undo ${id}\` takes back what it created.`;
  return { summary: `run ${id} was cancelled`, cure };
}

/** A server that a killed run left at rest would be taken for one that its owner had put to rest. */
async function refuseHalfMoved(store: Store, plan: Plan): Promise<void> {
  const { id, source, destination, nodes } = plan;
  const names = { id, source: source.name, destination: destination.name };
  const others = await halfMoved(store, names);
  for (const { runId, key } of others) {
    const node = nodes.find((one) => one.key === key);
    if (node === undefined) continue;
    throw new Problem({
      summary: `run ${runId} has not reached its end and is in the middle of moving server ${node.name}`,
      cure:
        `Go on with it (pumphouse run ${runId}), or put back what is in between (pumphouse cancel ${runId}), or take ` +
        `all of it back (pumphouse undo ${runId}); then plan again.`,
      remedy: 'ask',
    });
  }
}

/** A plan holds ids of two clouds; carried out on others it would do harm. */
export async function refuseOtherClouds(pair: Pair, plan: Plan): Promise<void> {
  for (const side of ['source', 'destination'] as const) {
    const place = await placeOf(pair[side]);
    if (isSamePlace(place, plan[side])) continue;
    throw new Problem({
      summary: `plan ${plan.id} was made for another ${side} cloud: ${describe(plan[side])}, not ${describe(place)}`,
      cure: 'Name the clouds it was made for, or make a new plan for these.',
      remedy: 'ask',
    });
  }
}

function isSamePlace(a: CloudPlace, b: CloudPlace): boolean {
  return a.authUrl === b.authUrl && a.region === b.region && a.projectId === b.projectId;
}

function describe({ name, authUrl, region }: CloudPlace): string {
  return `${name} (${authUrl}${region === undefined ? '' : `, ${region}`})`;
}

export function busyProblem(runId: string): Problem {
  return new Problem({
    summary: `another process works on run ${runId} now`,
    cure:
      `Watch it with \`pumphouse status ${runId}\`; let it go on with \`pumphouse resume ${runId}\` if it is paused; ` +
      `stop it with \`pumphouse pause ${runId}\` or \`pumphouse cancel ${runId}\`.`,
    remedy: 'wait',
  });
}
