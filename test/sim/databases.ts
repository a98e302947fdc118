import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openPostgres } from '../../src/store/embedded-postgres.ts';
import type { StepEvent } from './checks/check-reruns.ts';

/** A PostgreSQL for many trials: each has a database of its own, made as a copy of another. */
export interface Databases {
  /** A new database, empty or a copy of the one behind `template`. Returns its URL. */
  make(template?: string): Promise<string>;
  remove(url: string): Promise<void>;
  /** What the store behind the URL says of the steps of all runs, in order. */
  events(url: string): Promise<StepEvent[]>;
  close(): Promise<void>;
}

export async function openDatabases(): Promise<Databases> {
  const folder = await mkdtemp(join(tmpdir(), 'pumphouse-sim-'));
  const postgres = await openPostgres({ folder });
  const client = new Client({ connectionString: postgres.url, application_name: 'pumphouse trials' });
  await client.connect();
  // What a trial writes need not outlive a power cut.
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    await client.query(`alter system set ${setting} = off`);
  }
  await client.query('select pg_reload_conf()');
  let made = 0;
  // Two copies at once of one template refuse each other.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const next = turn.then(task);
    turn = next.catch(() => undefined);
    return next;
  };
  return {
    make: (template) =>
      inTurn(async () => {
        made += 1;
        const name = `trial_${made}`;
        if (template !== undefined) await leave(client, nameOf(template));
        await client.query(`create database ${name}${template === undefined ? '' : ` template ${nameOf(template)}`}`);
        return postgres.url.replace('/pumphouse?', `/${name}?`);
      }),
    remove: (url) =>
      inTurn(async () => {
        await client.query(`drop database if exists ${nameOf(url)} with (force)`);
      }),
    async events(url) {
      const reader = new Client({ connectionString: url, application_name: 'pumphouse trials' });
      await reader.connect();
      const { rows } = await reader.query<{ at: Date; type: string; step: string }>(
        "select at, type, concat_ws(' ', step, kind, resource_id) as step from pumphouse.event order by seq",
      );
      await reader.end();
      return rows.map(({ at, type, step }) => ({ atMs: at.getTime(), type, step }));
    },
    async close() {
      await client.end();
      await postgres.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function nameOf(url: string): string {
  return new URL(url).pathname.slice(1);
}

/** What a killed process left open. */
async function leave(client: Client, name: string): Promise<void> {
  await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
}
