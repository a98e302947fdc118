import type { Pair } from '../operations/open-pair.ts';
import { undoRun } from '../operations/undo-run.ts';
import type { Plan } from '../plan/plan.ts';
import { listNodes } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { exitCodes } from './exit-codes.ts';
import { followRun } from './follow-run.ts';
import { onInterrupt } from './interrupt.ts';
import { plainText } from './plain-text.ts';
import { openProgressView } from './progress-view.ts';
import { wrapText } from './wrap-text.ts';

const prefix = 'undo ';

/** Undoes a run with live progress, tells how that ended, and sets what the process ends with. */
export async function takeRunBack(caller: Caller, pair: Pair, store: Store, plan: Plan): Promise<void> {
  const disarm = onInterrupt(
    caller,
    `pumphouse: the undo stops here, and nothing is lost: \`pumphouse undo ${plan.id}\` goes on where it is.`,
  );
  const view = openProgressView(caller, undefined);
  const followed = { store, runId: plan.id, view, isOwn: (key: string) => key.startsWith(prefix) };
  const outcome = await followRun(followed, () => undoRun(pair, store, plan)).finally(disarm);
  const states = Object.values(outcome);
  const undone = states.filter((state) => state === 'done').length;
  if (undone === states.length) {
    caller.print(`${caller.paint('green', `Run ${plan.id} undone`)}: ${undone} of ${states.length} taken back.`);
    return;
  }
  caller.print(`${caller.paint('red', `Run ${plan.id} half undone`)}: ${undone} of ${states.length} taken back.`);
  const failed = (await listNodes(store, plan.id)).filter(
    ({ key, state }) => key.startsWith(prefix) && state === 'failed',
  );
  for (const { key, problem } of failed) {
    const words = `  ${plainText(key.slice(prefix.length))}: ${plainText(problem ?? 'no reason was noted')}`;
    caller.print(wrapText(words, caller.columns(), '    '));
  }
  caller.print(`The same command tries the rest again: pumphouse undo ${plan.id}`);
  caller.end(exitCodes.failed);
}
