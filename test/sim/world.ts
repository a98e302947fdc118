import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SimPair, startPair } from '../../sim/start-pair.ts';
import { openPair, type Pair } from '../../src/operations/open-pair.ts';
import { type Databases } from './databases.ts';
import { makeBystanders } from './make-bystanders.ts';
import { type ProcessEnd, startPumphouseProcess, type PumphouseProcess } from './pumphouse-process.ts';

/** Two simulated clouds and a store, on which the CLI runs as an operator would run it. */
export interface World {
  readonly pair: SimPair;
  readonly databases: Databases;
  start(words: readonly string[], databaseUrl: string): PumphouseProcess;
  run(words: readonly string[], databaseUrl: string): Promise<ProcessEnd>;
  /** Both clouds as the program's own client sees them. */
  open(): Promise<Pair>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly seed: number;
  readonly servers: number;
  /** How far the clock of the destination is ahead, in milliseconds. */
  readonly skewMs?: number | undefined;
  /** Others have things of the same names on the destination. */
  readonly hasBystanders?: boolean | undefined;
  /** Where the images of the source are served, as its entry in clouds.yaml has it. */
  readonly imageUrl?: string | undefined;
  /** The program to test, when it is not this check-out's own: a copy with a bug. */
  readonly main?: string | undefined;
}

/** One world for each trial at a time: one more than two cores, as each waits a fifth of its time. */
export const worldNumbers = [1, 2, 3];

/** How many times faster than a usual cloud these live, and the program with them. */
const pace = 200;

export async function openWorld(databases: Databases, options: WorldOptions): Promise<World> {
  const { seed, servers, skewMs, hasBystanders = false, imageUrl, main } = options;
  const folder = await mkdtemp(join(tmpdir(), 'pumphouse-world-'));
  const pair = await startPair({ seed, servers, pace, skewMs });
  if (hasBystanders) {
    await makeBystanders(pair.source, pair.destination);
    pair.destination.writes.length = 0;
  }
  const cloudsFile = join(folder, 'clouds.yaml');
  const ours = imageUrl === undefined ? '' : `    pumphouse: {image_url: ${JSON.stringify(imageUrl)}}\n`;
  await writeFile(
    cloudsFile,
    pair.cloudsFile.replace('  source:\n', (entry) => `${entry}${ours}`),
  );
  const start = (words: readonly string[], databaseUrl: string): PumphouseProcess =>
    startPumphouseProcess(
      words,
      {
        ...process.env,
        OS_CLIENT_CONFIG_FILE: cloudsFile,
        OS_CLOUD: undefined,
        PUMPHOUSE_SOURCE: 'source',
        PUMPHOUSE_DESTINATION: 'destination',
        PUMPHOUSE_DATABASE: databaseUrl,
        PUMPHOUSE_HOME: folder,
        PUMPHOUSE_PACE: String(pace),
      },
      main,
    );
  return {
    pair,
    databases,
    start,
    run: (words, databaseUrl) => start(words, databaseUrl).end,
    open: () =>
      openPair(
        { source: 'source', destination: 'destination' },
        { environment: { OS_CLIENT_CONFIG_FILE: cloudsFile, PUMPHOUSE_HOME: folder }, folder },
      ),
    async close() {
      await pair.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
