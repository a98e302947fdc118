import type { Caller } from './caller.ts';
import { complaint } from './complaint.ts';
import type { ExitCode } from './exit-codes.ts';
import { openProgram } from './program.ts';
import { withoutPasswords } from './without-passwords.ts';
import { wrapText } from './wrap-text.ts';

/** Words in, words out: carries out one command line and returns what the process ends with. Never throws. */
export async function runCli(words: readonly string[], caller: Caller): Promise<ExitCode> {
  const level = caller.environment['PUMPHOUSE_LOG'];
  try {
    await openProgram(caller).parseAsync([...words], { from: 'user' });
    return caller.exitCode();
  } catch (error) {
    const hasStack = level === 'debug' || level === 'trace';
    const { text, code } = complaint(error, { isVerbose: caller.isVerbose(), hasStack });
    if (text !== undefined) caller.tell(wrapped(withoutPasswords(text), caller.columns()));
    return code;
  }
}

function wrapped(text: string, width: number | undefined): string {
  const lines = text.split('\n').map((line) => wrapText(line, width));
  return lines.join('\n');
}
