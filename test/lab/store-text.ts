import { sql } from 'kysely';
import type { Store } from '../../src/store/store.ts';

/** Everything that the store's database holds, the engine's tables included, as text. */
export async function storeText({ db }: Store): Promise<string> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('pumphouse', 'dbos') and table_type = 'BASE TABLE'`.execute(db);
  const texts: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await sql<{ line: string }>`select t::text as line from ${sql.raw(name)} as t`.execute(db);
    texts.push(name, ...rows.rows.map(({ line }) => line));
  }
  return texts.join('\n');
}
