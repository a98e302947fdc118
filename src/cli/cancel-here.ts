import { finishCancel } from '../operations/cancel-run.ts';
import type { Pair } from '../operations/open-pair.ts';
import type { Plan } from '../plan/plan.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { followRun } from './follow-run.ts';
import { onInterrupt } from './interrupt.ts';
import { openProgressView } from './progress-view.ts';

/** Cancels a run in this process, with live progress. */
export async function cancelHere(caller: Caller, pair: Pair, store: Store, plan: Plan): Promise<void> {
  const disarm = onInterrupt(
    caller,
    `pumphouse: the cancel stops here, and nothing is lost: \`pumphouse cancel ${plan.id}\` goes on where it is.`,
  );
  const keys = new Set(plan.nodes.map(({ key }) => key));
  const view = openProgressView(caller, keys.size);
  const followed = { store, runId: plan.id, view, isOwn: (key: string) => keys.has(key) };
  await followRun(followed, () => finishCancel(pair, store, plan)).finally(disarm);
}
