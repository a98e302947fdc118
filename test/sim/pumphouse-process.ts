import { spawn } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const ownMain = join(root, 'src', 'main.ts');
/** Trials start Pumphouse hundreds of times: what Node.js compiled for the first of them serves all. */
const NODE_COMPILE_CACHE = join(root, 'node_modules', '.cache', 'node');

export interface ProcessEnd {
  /** Undefined when it was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PumphouseProcess {
  readonly end: Promise<ProcessEnd>;
  kill(): void;
}

/** Starts the CLI in a process of its own, as `bin/pumphouse` does once it has found a Node.js. */
export function startPumphouseProcess(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  main = ownMain,
): PumphouseProcess {
  const options = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=4'];
  const child = spawn(process.execPath, [...options, main, ...words], {
    env: { NODE_COMPILE_CACHE, ...environment, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const end = new Promise<ProcessEnd>((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? undefined, stdout, stderr }));
  });
  return { end, kill: () => void child.kill('SIGKILL') };
}
