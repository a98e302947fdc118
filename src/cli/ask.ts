import type { Caller } from './caller.ts';

/** The operator's answer; stopped when the question itself was interrupted. */
export type Answer = 'yes' | 'no' | 'stopped';

/** Asks yes or no on the terminal; `no` is what plain Enter means. */
export async function ask(question: string, caller: Caller): Promise<Answer> {
  const { confirm, isCancel } = await import('@clack/prompts');
  caller.tell('');
  const answer = await confirm({ message: question, initialValue: false, output: process.stderr });
  if (isCancel(answer)) return 'stopped';
  return answer ? 'yes' : 'no';
}
