import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Problem } from '../src/base/problem.ts';
import { type Figures, figuresSchema } from './figures.ts';

/** Ends all that was started when the benchmark is interrupted. */
export const interrupted = new AbortController();

export type Surroundings = Readonly<Record<string, string>>;

/** Starts a command as the head of a group of its own, all of which `endGroup` ends. */
export function startGroup([program = '', ...words]: readonly string[], surroundings: Surroundings = {}) {
  const child = spawn(program, words, {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...surroundings },
  });
  const end = (): void => endGroup(child);
  interrupted.signal.addEventListener('abort', end);
  child.once('exit', () => interrupted.signal.removeEventListener('abort', end));
  return child;
}

export function endGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid);
}

/** What a command prints. Throws a Problem when it fails. */
export async function runCommand(command: readonly string[], surroundings?: Surroundings): Promise<string> {
  const child = startGroup(command, surroundings);
  const [printed] = await Promise.all([text(child.stdout), once(child, 'close')]);
  if (child.exitCode === 0) return printed;
  throw new Problem({ summary: `${command.join(' ')} failed`, detail: printed, remedy: 'ask' });
}

/** Runs words of bash, which fail where any of them fails, and measures all that they start. */
export async function measureBash(words: string, surroundings: Surroundings): Promise<Figures> {
  const measure = ['python3', join(import.meta.dirname, 'measure.py')];
  const printed = await runCommand([...measure, 'bash', '-euo', 'pipefail', '-c', words], surroundings);
  return figuresSchema.parse(JSON.parse(printed));
}
