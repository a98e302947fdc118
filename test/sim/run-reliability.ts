import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { FaultName } from '../../sim/faults/seed-faults.ts';
import { catchBug } from './catch-bug.ts';
import { openDatabases } from './databases.ts';
import { deliberateBugs } from './deliberate-bugs.ts';
import { openEqualWorlds } from './equal-worlds.ts';
import { killEverywhere } from './kill-everywhere.ts';
import { randomRun } from './random-run.ts';
import { type ReliabilityFigures, reliabilityPage } from './reliability-page.ts';
import { undoEverywhere } from './undo-everywhere.ts';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    /** Only every so many-th moment is tried. */
    every: { type: 'string', default: '1' },
    /** How many of the deliberate bugs are tried. */
    bugs: { type: 'string', default: String(deliberateBugs.length) },
    /** Where `npm run sim:lab -- --json FILE` wrote its figures. */
    lab: { type: 'string' },
  },
});
const [seedCount, firstSeed, every] = [Number(values.seeds), Number(values.from), Number(values.every)];

const labSchema = z.looseObject({ calls: z.number(), explained: z.number(), unexplained: z.number() });

const databases = await openDatabases();
const tell = (line: string): void => console.error(line);

async function everywhere(): Promise<Pick<ReliabilityFigures, 'kill' | 'undo' | 'kinds' | 'resources'>> {
  const equal = await openEqualWorlds(databases);
  try {
    const wanted = equal.worlds[0]?.wanted ?? [];
    let moments = 0;
    const isChosen = (): boolean => (moments += 1) % every === 0;
    const kill = await killEverywhere(equal.worlds, { isChosen });
    tell(`killed ${kill.results.length} runs`);
    const undo = await undoEverywhere(equal.worlds, { isChosen });
    tell(`killed ${undo.results.length} undos`);
    return { kill, undo, kinds: [...new Set(wanted.map(({ kind }) => kind))], resources: wanted.length };
  } finally {
    await equal.close();
  }
}

async function seeds(): Promise<ReliabilityFigures['seeds']> {
  const left = Array.from({ length: seedCount }, (_none, index) => firstSeed + index);
  const injected = new Map<FaultName, number>();
  const failed: number[] = [];
  let [kills, processes] = [0, 0];
  const work = async (): Promise<void> => {
    for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
      const run = await randomRun(databases, seed);
      for (const [name, count] of run.injected) injected.set(name, (injected.get(name) ?? 0) + count);
      kills += run.killed;
      processes += run.processes;
      if (run.faults.length > 0) failed.push(seed);
      if (run.faults.length > 0) tell(`seed ${seed} failed:\n${run.faults.join('\n')}`);
    }
  };
  await Promise.all([work(), work()]);
  return { count: seedCount, from: firstSeed, kills, processes, failed, injected };
}

async function bugs(): Promise<ReliabilityFigures['bugs']> {
  const found: { name: string; caughtBy: string | undefined }[] = [];
  for (const bug of deliberateBugs.slice(0, Number(values.bugs))) {
    const caughtBy = await catchBug(databases, bug);
    tell(`${bug.name}: ${caughtBy ?? 'not caught'}`);
    found.push({ name: bug.name, caughtBy });
  }
  return found;
}

const lab = values.lab === undefined ? undefined : labSchema.parse(JSON.parse(await readFile(values.lab, 'utf8')));
const figures = { ...(await everywhere()), every, seeds: await seeds(), lab, bugs: await bugs() };
await databases.close();
await writeFile(join(root, 'docs', 'reliability.md'), reliabilityPage(figures));
