import { AsyncLocalStorage } from 'node:async_hooks';

/** Lets a bounded number of tasks run at once; the others wait in line. */
export interface Gate {
  /** `key` is what it takes a place of beside the gate's own, such as a host. */
  pass<T>(task: () => Promise<T>, key?: string): Promise<T>;
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

/** Who waits for a place, and of what. */
interface Waiting {
  readonly key: string | undefined;
  readonly enter: () => void;
}

/** Lets so many tasks run at once, and so many of those that name the same key. */
export function openGate(atOnce: number, ofOneKey = Number.POSITIVE_INFINITY): Gate {
  let free = atOnce;
  const inside = new Map<string, number>();
  const line: Waiting[] = [];
  const hasPlace = (key: string | undefined): boolean =>
    free > 0 && (key === undefined || (inside.get(key) ?? 0) < ofOneKey);
  const count = (key: string | undefined, change: 1 | -1): void => {
    free -= change;
    if (key !== undefined) inside.set(key, (inside.get(key) ?? 0) + change);
  };
  const letIn = (): void => {
    for (let next = line.findIndex(({ key }) => hasPlace(key)); next >= 0; ) {
      const [first] = line.splice(next, 1);
      count(first?.key, 1);
      first?.enter();
      next = line.findIndex(({ key }) => hasPlace(key));
    }
  };
  return {
    async pass(task, key) {
      if (hasPlace(key)) count(key, 1);
      else await queue(line, key);
      try {
        return await task();
      } finally {
        count(key, -1);
        letIn();
      }
    },
  };
}

async function queue(line: Waiting[], key: string | undefined): Promise<void> {
  const account = waits.getStore();
  const startedMs = Date.now();
  await new Promise<void>((enter) => line.push({ key, enter }));
  if (account !== undefined) account.queuedMs += Date.now() - startedMs;
}
