import { spawn } from 'node:child_process';
import { join } from 'node:path';

const bin = join(import.meta.dirname, '..', '..', 'bin', 'pumphouse');

export interface Ended {
  /** Exit code; undefined when it was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  /** kill -9 of the process, as a power cut would. */
  kill(): void;
  /** All that it has said on standard error so far. */
  said(): string;
}

/** Starts the CLI as an operator would, in a process of its own. */
export function startPumphouse(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Running {
  const child = spawn(bin, words, { env: { ...environment, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? undefined, stdout, stderr }));
  });
  return { ended, kill: () => child.kill('SIGKILL'), said: () => stderr };
}

/** Runs it to its end. */
export function runPumphouse(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Ended> {
  return startPumphouse(words, environment).ended;
}
