import type { Caller } from '../../../src/cli/caller.ts';
import { type ExitCode, exitCodes } from '../../../src/cli/exit-codes.ts';

export interface FakeCaller extends Caller {
  readonly printed: () => string;
  readonly told: () => string;
}

/** A caller without a terminal, whose words are kept. */
export function fakeCaller(environment: Readonly<Record<string, string>> = {}): FakeCaller {
  const out: string[] = [];
  const err: string[] = [];
  let isVerbose = false;
  let code: ExitCode = exitCodes.done;
  return {
    environment,
    folder: '/nonexistent',
    columns: () => undefined,
    canAsk: false,
    paint: (_style, text) => text,
    paintError: (_style, text) => text,
    print: (text) => void out.push(text),
    tell: (text) => void err.push(text),
    draw: (text) => void err.push(text),
    isVerbose: () => isVerbose,
    beVerbose: () => {
      isVerbose = true;
    },
    end: (next) => {
      code = next;
    },
    exitCode: () => code,
    printed: () => out.join('\n'),
    told: () => err.join('\n'),
  };
}
