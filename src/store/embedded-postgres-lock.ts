import { createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';

const pollMs = 25;
const waitMaxMs = limits.postgresStartTimeoutMs + limits.postgresStopTimeoutMs;

/**
 * Does the work while no other process of this machine does work under the same tag. The lock is a name in Linux's
 * abstract socket namespace: the kernel gives it to one process, and takes it back when that process dies, however it
 * dies. Throws a Problem when the lock is not free in time.
 */
export async function embeddedPostgresLock<T>(tag: string, work: () => Promise<T>): Promise<T> {
  const lock = await acquire(tag);
  try {
    return await work();
  } finally {
    await new Promise((resolve) => lock.close(resolve));
  }
}

async function acquire(tag: string): Promise<Server> {
  const deadline = performance.now() + waitMaxMs;
  while (performance.now() < deadline) {
    const lock = await bind(`\0${tag}`);
    if (lock !== undefined) return lock;
    await delay(pollMs);
  }
  throw new Problem({
    summary: `Another process has been starting or stopping the embedded PostgreSQL for ${waitMaxMs / 1000} seconds`,
    remedy: 'ask',
    cure: `Look at it with: grep ${tag} /proc/net/unix; end it, and run the same command again.`,
  });
}

function bind(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const lock = createServer();
    lock.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    lock.listen(path, () => resolve(lock));
  });
}
