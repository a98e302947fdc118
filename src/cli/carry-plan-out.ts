import type { CopyBounds } from '../copy/copy-bounds.ts';
import type { Pair } from '../operations/open-pair.ts';
import { reportRun } from '../operations/report-run.ts';
import { runPlan } from '../operations/run-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { findWantedRun } from './find-wanted-run.ts';
import { exitCodes } from './exit-codes.ts';
import { followRun } from './follow-run.ts';
import { onInterrupt } from './interrupt.ts';
import { blockedWords, isBlocked } from './is-blocked.ts';
import { openProgressView } from './progress-view.ts';
import { runOutcomeCode } from './run-outcome-code.ts';
import { runSummary } from './run-summary.ts';
import { showCancel } from './show-cancel.ts';
import { wrapText } from './wrap-text.ts';

export interface PlanToCarry {
  readonly pair: Pair;
  readonly store: Store;
  readonly plan: Plan;
  readonly copyBounds?: CopyBounds | undefined;
}

/** Carries a plan out with live progress, tells how it ended, and sets what the process ends with. */
export async function carryPlanOut(caller: Caller, { pair, store, plan, copyBounds }: PlanToCarry): Promise<void> {
  if (isBlocked(plan)) {
    caller.tell(wrapText(blockedWords(plan), caller.columns()));
    caller.end(exitCodes.blocked);
    return;
  }
  const keys = new Set(plan.nodes.map(({ key }) => key));
  const view = openProgressView(caller, keys.size);
  const disarm = onInterrupt(
    caller,
    `pumphouse: the run stops here, and nothing is lost: \`pumphouse run ${plan.id}\`, or the same command again, ` +
      `goes on where it is. \`pumphouse undo ${plan.id}\` takes it back.`,
  );
  const followed = { store, runId: plan.id, view, isOwn: (key: string) => keys.has(key) };
  const startedMs = performance.now();
  const since = new Date();
  const result = await followRun(followed, () => runPlan(pair, store, plan, copyBounds)).finally(disarm);
  if (result.verification === undefined) {
    await showCancel(caller, store, plan.id, { since, format: 'text' });
    caller.end(runOutcomeCode(result));
    return;
  }
  const report = await reportRun(store, await findWantedRun(store, plan.id));
  caller.print(runSummary(report, performance.now() - startedMs, { paint: caller.paint, columns: caller.columns() }));
  caller.end(runOutcomeCode(result));
}
