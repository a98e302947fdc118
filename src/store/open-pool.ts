import { Pool } from 'pg';

/** Connections to the store's database; `name` is what `pg_stat_activity` shows. */
export function openPool(databaseUrl: string, name: string, max: number): Pool {
  const pool = new Pool({ connectionString: databaseUrl, max, application_name: name });
  // A connection that breaks while idle is replaced at its next use; without a listener the process would end.
  pool.on('error', () => undefined);
  return pool;
}
