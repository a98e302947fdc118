import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pairText } from './pair-text.ts';
import { startPair } from './start-pair.ts';
import { checkCloudsPath, writeClouds } from './write-clouds.ts';

// `pumphouse sim` starts this program, and explains and checks its options.
const { values } = parseArgs({
  options: {
    servers: { type: 'string', default: '10' },
    seed: { type: 'string', default: '1' },
    pace: { type: 'string', default: '1' },
    'legacy-network': { type: 'boolean', default: false },
    'write-clouds': { type: 'string' },
  },
});

const given = values['write-clouds'];
const folder = given === undefined ? mkdtempSync(join(tmpdir(), 'pumphouse-sim-')) : undefined;

/** The clouds are in memory only: there is nothing else to close. */
function end(): never {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.exit();
}

// An interrupt comes twice where the parent passes on what the terminal sent to both.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
process.once('disconnect', end);

try {
  const cloudsPath = resolve(folder ?? '', given ?? 'clouds.yaml');
  await checkCloudsPath(cloudsPath);
  const pace = Number(values.pace);
  const legacyNetwork = values['legacy-network'];
  const pair = await startPair({ seed: values.seed, servers: Number(values.servers), pace, legacyNetwork });
  await writeClouds(cloudsPath, pair);
  console.log(pairText(pair, { cloudsPath, pace }));
} catch (problem) {
  console.error(`pumphouse sim: ${problem instanceof Error ? problem.message : String(problem)}`);
  process.exitCode = 1;
  end();
}
