import { Kysely, PostgresDialect, sql } from 'kysely';
import { Client } from 'pg';
import { openPostgres } from './embedded-postgres.ts';
import { embeddedPostgresFolder } from './embedded-postgres-folder.ts';
import { openPool } from './open-pool.ts';
import { type Tables, tableStatements } from './tables.ts';

/** The database that remembers plans, runs, twins and events. */
export interface Store {
  readonly db: Kysely<Tables>;
  /** For the durable engine, which keeps its own tables in the same database. */
  readonly url: string;
  /** Runs the task while no other process works on the same run; undefined when another one does. */
  alone<T>(runId: string, task: () => Promise<T>): Promise<T | undefined>;
  /** Runs the task when no other process is in a task of the same name; waits for its turn. */
  inTurn<T>(name: string, task: () => Promise<T>): Promise<T>;
  /** True when some process works on the run now. */
  isBusy(runId: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly databaseUrl?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Opens the store, starting the embedded PostgreSQL when no database is named, and makes its tables. */
export async function openStore({ databaseUrl, environment }: StoreOptions): Promise<Store> {
  const postgres = await openPostgres({ folder: embeddedPostgresFolder(environment), databaseUrl });
  const pool = openPool(postgres.url, 'pumphouse', 6);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await makeTables(db);
  return {
    db,
    url: postgres.url,
    alone: (runId, task) => withLock(postgres.url, runId, task),
    inTurn: (name, task) => withTurn(postgres.url, name, task),
    isBusy: (runId) => isLocked(db, runId),
    async close() {
      await db.destroy();
      await postgres.close();
    },
  };
}

async function makeTables(db: Kysely<Tables>): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    // Two processes that start at once would both try to make them.
    await sql`select pg_advisory_xact_lock(hashtext('pumphouse tables'))`.execute(transaction);
    for (const statement of tableStatements) await sql.raw(statement).execute(transaction);
  });
}

async function withTurn<T>(url: string, name: string, task: () => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, application_name: 'pumphouse turn' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [`pumphouse turn ${name}`]);
    return await task();
  } finally {
    await client.end();
  }
}

/** Only looks: a lock of its own, however short, would keep a process from the run. */
async function isLocked(db: Kysely<Tables>, runId: string): Promise<boolean> {
  const query = sql<{ held: boolean }>`select exists (
    select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
      and database = (select oid from pg_database where datname = current_database())
      and ((classid::bigint << 32) | objid::bigint) = hashtextextended(${`pumphouse run ${runId}`}, 0)) as held`;
  return (await query.execute(db)).rows[0]?.held === true;
}

/** A lock of the database session: it ends with the process, however that ends. */
async function withLock<T>(url: string, runId: string, task: () => Promise<T>): Promise<T | undefined> {
  const client = new Client({ connectionString: url, application_name: 'pumphouse run' });
  await client.connect();
  try {
    const locked = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
      [`pumphouse run ${runId}`],
    );
    if (locked.rows[0]?.held !== true) return undefined;
    return await task();
  } finally {
    await client.end();
  }
}
