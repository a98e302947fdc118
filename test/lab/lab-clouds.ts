import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPair, type Pair } from '../../src/operations/open-pair.ts';
import { openStore, type Store } from '../../src/store/store.ts';

/** Where the lab keeps its state; `lab/up` makes it. */
export const labState = process.env['PUMPHOUSE_LAB_STATE'] ?? '/var/lib/pumphouse-lab';

/** The surroundings of the tests: the lab's clouds.yaml, and a store of their own that is gone afterwards. */
export interface LabClouds {
  readonly pair: Pair;
  readonly store: Store;
  /** For child processes that are to share the store. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** A folder that is gone with them: Pumphouse's own. */
  readonly home: string;
  close(): Promise<void>;
}

export async function openLabClouds(): Promise<LabClouds> {
  const home = mkdtempSync(join(tmpdir(), 'pumphouse-test-'));
  const environment = {
    ...process.env,
    OS_CLIENT_CONFIG_FILE: join(labState, 'clouds.yaml'),
    OS_CLOUD: undefined,
    PUMPHOUSE_HOME: home,
  };
  const store = await openStore({ environment });
  const pair = await openPair({ source: 'source', destination: 'destination' }, { environment, folder: home });
  return {
    pair,
    store,
    environment,
    home,
    async close() {
      await pair.close();
      await store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
