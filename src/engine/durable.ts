import { DBOS } from '@dbos-inc/dbos-sdk';
import { Pool } from 'pg';

/** The durable engine, open in this process. */
export interface Durable {
  close(): Promise<void>;
}

/** Ours, so that an edit of the code does not strand a run that is under way. Raise it when steps change their order. */
const applicationVersion = '1';

const silentLogger = { info() {}, debug() {}, warn() {}, error() {} };

/**
 * Opens the engine on the store's database. `worker` names this worker for good: work that a killed process of the same
 * name left behind is taken up again at once, so whatever that work needs must be there before.
 */
export async function openDurable(databaseUrl: string, worker: string): Promise<Durable> {
  await DBOS.migrate(databaseUrl);
  const pool = new Pool({ connectionString: databaseUrl, max: 8, application_name: 'pumphouse engine' });
  // A connection that breaks while idle is replaced at its next use; without a listener the process would end.
  pool.on('error', () => undefined);
  DBOS.setConfig({
    name: 'pumphouse',
    systemDatabaseUrl: databaseUrl,
    systemDatabasePool: pool,
    applicationVersion,
    executorID: worker,
    runMigrations: false,
    enableOTLP: false,
    tracingEnabled: false,
    logger: silentLogger,
    schedulerPollingIntervalMs: 60_000,
  });
  await DBOS.launch();
  return {
    async close() {
      await DBOS.shutdown();
      await pool.end().catch(() => undefined);
    },
  };
}
