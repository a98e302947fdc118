import { DBOS } from '@dbos-inc/dbos-sdk';
import { openPool } from '../store/open-pool.ts';
import type { Store } from '../store/store.ts';

/** The durable engine, open in this process. */
export interface Durable {
  close(): Promise<void>;
}

/** Ours, so that an edit of the code strands no run that is under way. Raise it when steps change their order. */
const stepsVersion = 1;

const silentLogger = { info() {}, debug() {}, warn() {}, error() {} };

/**
 * Opens the engine on the store's database for one run. Work that a killed process left behind is taken up at once, so
 * whatever it needs must be there before. The engine gives such work to any process of the same application name and
 * version: hence a name and a version of its own for each run.
 */
export async function openDurable(store: Store, runId: string, worker: string): Promise<Durable> {
  const pool = openPool(store.url, 'pumphouse engine', 8);
  DBOS.setConfig({
    name: `pumphouse ${runId}`,
    applicationVersion: `${runId}/${stepsVersion}`,
    executorID: worker,
    systemDatabaseUrl: store.url,
    systemDatabasePool: pool,
    useListenNotify: false,
    enableOTLP: false,
    tracingEnabled: false,
    logger: silentLogger,
    schedulerPollingIntervalMs: 60_000,
  });
  // Two processes that start at once would both make the engine's tables.
  await store.inTurn('engine tables', () => DBOS.launch());
  return {
    async close() {
      await DBOS.shutdown();
      await pool.end();
    },
  };
}
