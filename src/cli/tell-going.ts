import type { Caller } from './caller.ts';
import { plainText } from './plain-text.ts';
import { stepWords } from './step-words.ts';
import { wrapText } from './wrap-text.ts';

/** Tells what a wish still waits for, one line for each change. */
export function tellGoing(caller: Caller): (going: readonly string[]) => void {
  return (going) => {
    const words = going.map((one) => {
      const [, label, step] = /^(.*): ([a-z-]+)$/s.exec(one) ?? [];
      return plainText(label === undefined || step === undefined ? one : `${label} (${stepWords(step).doing})`);
    });
    caller.tell(wrapText(`Waiting for ${words.join(', ')}`, caller.columns(), '  '));
  };
}
