import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { limits } from '../base/limits.ts';
import { log } from '../base/log.ts';
import { embeddedPostgresConnect, presenceName } from './embedded-postgres-connect.ts';
import type { EmbeddedPostgresPlace } from './embedded-postgres-place.ts';
import { embeddedPostgresProcesses, postmasterId } from './embedded-postgres-processes.ts';

const pollMs = 25;
/** The backends of pools that this process has just ended go within this time. */
const backendEndMs = 500;

/**
 * Ends this process's lasting connection, and stops the postmaster unless somebody else is connected: another of our
 * processes, or the operator's `psql`. May only be called under the lock. Never throws for a postmaster that is
 * already gone or slow to go: what it has committed is on the disk.
 */
export async function embeddedPostgresStop(place: EmbeddedPostgresPlace, presence: Client): Promise<void> {
  // The connection of old may have been lost with a postmaster that another process has replaced since.
  await presence.end().catch(() => undefined);
  const client = await embeddedPostgresConnect(place);
  if (client === undefined) return;
  const isLast = await isAlone(client);
  const id = await postmasterId(place);
  await client.end();
  if (!isLast || id === undefined || !(await embeddedPostgresProcesses(place)).includes(id)) return;
  // The fast shutdown of PostgreSQL: open transactions are rolled back, all else is written.
  process.kill(id, 'SIGINT');
  const deadline = performance.now() + limits.postgresStopTimeoutMs;
  while (performance.now() < deadline) {
    if ((await embeddedPostgresProcesses(place)).length === 0) return;
    await delay(pollMs);
  }
  log.warn({ id }, 'the postmaster is still stopping');
}

async function isAlone(client: Client): Promise<boolean> {
  const deadline = performance.now() + backendEndMs;
  for (;;) {
    const { rows } = await client.query<{ application_name: string }>(
      "SELECT application_name FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
    if (rows.length === 0) return true;
    const isOpenElsewhere = rows.some((row) => row.application_name === presenceName);
    if (isOpenElsewhere || performance.now() >= deadline) return false;
    await delay(pollMs);
  }
}
