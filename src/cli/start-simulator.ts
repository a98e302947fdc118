import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** In a checkout the program itself, in the published package its compiled form. */
const path = import.meta.url.endsWith('.ts') ? '../../sim/main.ts' : '../simulator/sim/main.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Starts the simulator in a process of its own, since nothing of it belongs into this one, and waits for its end.
 * Returns whether that was a good one: an interrupt is, as it has no other.
 */
export async function startSimulator(words: readonly string[]): Promise<boolean> {
  const program = fileURLToPath(new URL(path, import.meta.url));
  // The fourth stream tells the simulator when this process is gone, however that came.
  const child = spawn(process.execPath, [...process.execArgv, program, ...words], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);
  try {
    return await new Promise((done, fail) => {
      child.on('error', fail);
      child.on('close', (code) => done(code === 0));
    });
  } finally {
    for (const signal of signals) process.off(signal, passOn);
  }
}
