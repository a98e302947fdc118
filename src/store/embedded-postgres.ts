import type { ChildProcess } from 'node:child_process';
import { mkdir, readFile, realpath } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { embeddedPostgresConnect } from './embedded-postgres-connect.ts';
import { embeddedPostgresLock } from './embedded-postgres-lock.ts';
import { type EmbeddedPostgresPlace, embeddedPostgresPlace } from './embedded-postgres-place.ts';
import { embeddedPostgresProcesses } from './embedded-postgres-processes.ts';
import { embeddedPostgresStart } from './embedded-postgres-start.ts';
import { embeddedPostgresStop } from './embedded-postgres-stop.ts';
import type { PostgresBinariesOrigin } from './postgres-binaries.ts';

export interface EmbeddedPostgresWish {
  /** The state folder; made when it is missing. */
  readonly folder: string;
  /** A PostgreSQL of the operator's own: then nothing is started, and the folder is not touched. */
  readonly databaseUrl?: string | undefined;
  /** Only binaries from there; without it, the machine's are preferred. */
  readonly origin?: PostgresBinariesOrigin | undefined;
}

export interface OpenedPostgres {
  /** For `pg`, DBOS and `psql` alike. */
  readonly url: string;
  /** Stops the embedded PostgreSQL when no other process is connected to it. The caller's own pools end first. */
  close(): Promise<void>;
}

const pollMs = 25;

/**
 * Opens the database of the store: the operator's own, or one that we run on a unix socket in the state folder. A
 * postmaster that is alive is used again, whoever started it; several processes may open the same folder at once.
 * Throws a Problem when no database answers.
 */
export async function openPostgres(wish: EmbeddedPostgresWish): Promise<OpenedPostgres> {
  if (wish.databaseUrl !== undefined) {
    await verifyAnswers(wish.databaseUrl);
    return { url: wish.databaseUrl, close: async () => undefined };
  }
  if (process.platform !== 'linux') {
    throw new Problem({
      summary: 'The embedded PostgreSQL runs on Linux only',
      remedy: 'ask',
      cure: 'Give the URL of a database with --database.',
    });
  }
  const place = embeddedPostgresPlace(await stateFolder(wish.folder));
  const presence = await embeddedPostgresLock(place.tag, () => connectOrStart(place, wish.origin));
  let closing: Promise<void> | undefined;
  return {
    url: place.url,
    close: () => (closing ??= embeddedPostgresLock(place.tag, () => embeddedPostgresStop(place, presence))),
  };
}

async function stateFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    return await realpath(folder);
  } catch (error) {
    throw new Problem({
      summary: `The state folder ${folder} cannot be made`,
      remedy: 'ask',
      cure: 'Choose another one with PUMPHOUSE_HOME.',
      cause: error,
      detail: error instanceof Error ? error.message : String(error),
    });
  }
}

/**
 * Readiness is judged by a query alone. A start is tried once, and only while no process of the cluster is alive:
 * those of a postmaster that was killed end by themselves within moments, and those of one that recovers will answer.
 */
async function connectOrStart(
  place: EmbeddedPostgresPlace,
  origin: PostgresBinariesOrigin | undefined,
): Promise<Client> {
  const deadline = performance.now() + limits.postgresStartTimeoutMs;
  let postmaster: ChildProcess | undefined;
  const isEnded = () => postmaster !== undefined && (postmaster.exitCode ?? postmaster.signalCode) !== null;
  while (performance.now() < deadline && !isEnded()) {
    const presence = await embeddedPostgresConnect(place);
    if (presence !== undefined) return presence;
    if (postmaster === undefined && (await embeddedPostgresProcesses(place)).length === 0) {
      postmaster = await embeddedPostgresStart(place, origin);
    }
    await delay(pollMs);
  }
  const written = await readFile(place.logFile, 'utf8').catch(() => '');
  throw new Problem({
    summary: isEnded()
      ? 'The embedded PostgreSQL ended while it started'
      : `The embedded PostgreSQL does not answer after ${limits.postgresStartTimeoutMs / 1000} seconds`,
    remedy: 'ask',
    cure: `Read ${place.logFile}, or give the URL of a database with --database.`,
    detail: written.trim().split('\n').slice(-3).join('; '),
  });
}

async function verifyAnswers(databaseUrl: string): Promise<void> {
  try {
    const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: limits.connectTimeoutMs });
    client.on('error', () => undefined);
    await client.connect();
    await client.query('SELECT 1');
    await client.end();
  } catch (error) {
    const first = error instanceof AggregateError ? error.errors[0] : error;
    // The error itself is no cause here: it may hold the URL, and with it the password.
    throw new Problem({
      summary: 'The database given with --database does not answer',
      remedy: 'ask',
      cure: 'Verify the URL (postgresql://user:password@address:5432/name), its password, and that it accepts us.',
      detail: first instanceof Error ? first.message : 'unknown error',
    });
  }
}
