import { writeFile } from 'node:fs/promises';
import { Problem } from '../base/problem.ts';
import type { Caller } from './caller.ts';

/** Writes a result to a file and says so. Throws a Problem when the file cannot be written. */
export async function writeResult(path: string, text: string, caller: Caller): Promise<void> {
  try {
    await writeFile(path, `${text}\n`);
  } catch (cause) {
    throw new Problem({
      summary: `the result cannot be written to ${path}`,
      detail: cause instanceof Error ? cause.message : String(cause),
      cure: 'Name a file in a folder that you may write to.',
      remedy: 'ask',
      cause,
    });
  }
  caller.tell(`Written to ${path}.`);
}
