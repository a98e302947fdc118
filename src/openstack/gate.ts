import { AsyncLocalStorage } from 'node:async_hooks';

/** Lets a bounded number of tasks run at once; the others wait in line. */
export interface Gate {
  pass<T>(task: () => Promise<T>): Promise<T>;
}

/** How long something waited in our own lines: not a cloud's latency, but a limit of ours. */
export interface Waits {
  queuedMs: number;
}

const waits = new AsyncLocalStorage<Waits>();

/** Runs a task and tells how long it waited at gates. */
export async function withWaits<T>(task: () => Promise<T>): Promise<{ value: T; queuedMs: number }> {
  const account: Waits = { queuedMs: 0 };
  const value = await waits.run(account, task);
  return { value, queuedMs: account.queuedMs };
}

export function openGate(atOnce: number): Gate {
  let free = atOnce;
  const line: (() => void)[] = [];
  return {
    async pass(task) {
      if (free > 0) free -= 1;
      else await queue(line);
      try {
        return await task();
      } finally {
        const next = line.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}

async function queue(line: (() => void)[]): Promise<void> {
  const account = waits.getStore();
  const startedMs = Date.now();
  await new Promise<void>((enter) => line.push(enter));
  if (account !== undefined) account.queuedMs += Date.now() - startedMs;
}
