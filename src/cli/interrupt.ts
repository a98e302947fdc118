import type { Caller } from './caller.ts';
import { exitCodes } from './exit-codes.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Until the returned function is called, a signal says the words and ends the process at once: whatever the moment, the
 * same command finds what is done and does what is not.
 */
export function onInterrupt(caller: Caller, words: string): () => void {
  const stop = (): never => {
    caller.tell(`\n${words}`);
    process.exit(exitCodes.interrupted);
  };
  for (const signal of signals) process.once(signal, stop);
  return () => {
    for (const signal of signals) process.off(signal, stop);
  };
}
