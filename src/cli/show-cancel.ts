import { tallyRun } from '../operations/tally-run.ts';
import { listNodes } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { exitCodes } from './exit-codes.ts';
import { findWantedRun } from './find-wanted-run.ts';
import { plainText } from './plain-text.ts';
import { tallyWords } from './tally-words.ts';
import { wrapText } from './wrap-text.ts';

export interface CancelWishes {
  /** When the command began. */
  readonly since: Date;
  readonly format: 'text' | 'json';
}

/** Tells how a cancel ended and what it leaves, and sets what the process ends with if it ended with failures. */
export async function showCancel(caller: Caller, store: Store, id: string, wishes: CancelWishes): Promise<void> {
  const { state } = await findWantedRun(store, id);
  const isWhole = state === 'cancelled';
  const tally = await tallyRun(store, id, isWhole ? state : 'half cancelled', wishes.since);
  caller.print(wishes.format === 'json' ? JSON.stringify(tally, null, 2) : tallyWords(tally, caller.paint));
  if (isWhole) {
    const words =
      `What it created is kept: \`pumphouse undo ${id}\` takes it back, and the same \`pumphouse migrate\` begins ` +
      'anew with it.';
    caller.tell(wrapText(words, caller.columns()));
    return;
  }
  for (const { key, problem } of (await listNodes(store, id)).filter((node) => node.state === 'failed')) {
    caller.tell(wrapText(`  ${plainText(`${key}: ${problem ?? 'no reason was noted'}`)}`, caller.columns(), '    '));
  }
  caller.tell(`The same command tries the rest again: pumphouse cancel ${id}`);
  caller.end(exitCodes.failed);
}
