import { parseArgs } from 'node:util';
import { openDatabases } from './databases.ts';
import { type RandomRun, randomRun } from './random-run.ts';

const usage = `Random migrations between simulated clouds, with faults and kills.

  npm run sim -- --seed 42               one seed, as it was
  npm run sim -- --seeds 200             so many new seeds
  npm run sim -- --seeds 20 --from 1     the seeds 1 to 20
  npm run sim -- --seeds 20 --at-once 1  one after the other`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1' },
    from: { type: 'string' },
    'at-once': { type: 'string', default: '2' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

function seedsOf(): number[] {
  if (values.seed !== undefined) return [Number(values.seed)];
  const from = values.from === undefined ? Math.floor(Math.random() * 1_000_000_000) : Number(values.from);
  return Array.from({ length: Number(values.seeds) }, (_none, index) => from + index);
}

function tell({ seed, servers, resources, processes, killed, injected, faults }: RandomRun): void {
  const count = [...injected.values()].reduce((sum, each) => sum + each, 0);
  const verdict = faults.length === 0 ? 'ok' : 'FAILED';
  const what = `${servers} servers, ${resources} resources, ${processes} processes, ${killed} kills, ${count} faults`;
  console.log(`seed ${seed}: ${what}: ${verdict}`);
  if (faults.length > 0) console.log(`  ${faults.join('\n  ')}\n  again: npm run sim -- --seed ${seed}`);
}

if (values.help) {
  console.log(usage);
} else {
  const databases = await openDatabases();
  const seeds = seedsOf();
  const runs: RandomRun[] = [];
  const work = async (): Promise<void> => {
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      const run = await randomRun(databases, seed);
      runs.push(run);
      tell(run);
    }
  };
  await Promise.all(Array.from({ length: Number(values['at-once']) }, work));
  await databases.close();
  const failed = runs.filter(({ faults }) => faults.length > 0);
  console.log(`${runs.length} seeds, ${failed.length} failed`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}
