import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { FaultName } from '../../sim/faults/seed-faults.ts';
import { catchBug } from './catch-bug.ts';
import { openDatabases } from './databases.ts';
import { deliberateBugs } from './deliberate-bugs.ts';
import { openEqualWorlds } from './equal-worlds.ts';
import type { IncidentName } from './incident.ts';
import { type KilledEverywhere, killEverywhere } from './kill-everywhere.ts';
import { randomRun } from './random-run.ts';
import { type ReliabilityFigures, reliabilityPage } from './reliability-page.ts';
import { undoAfterKill } from './undo-after-kill.ts';
import { undoEverywhere } from './undo-everywhere.ts';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    /** Only every so many-th moment is tried. */
    every: { type: 'string', default: '1' },
    /** Which parts are tried now; the figures of the others are those of the last time. */
    only: { type: 'string', default: 'kills,left,seeds,bugs' },
    /** Where `npm run sim:lab -- --json FILE` wrote its figures. */
    lab: { type: 'string' },
  },
});
const [seedCount, firstSeed, every] = [Number(values.seeds), Number(values.from), Number(values.every)];

/** What earlier commands found: an hour of trials is not lost to the last minute of it. */
const figuresFile = join(root, 'node_modules', '.cache', 'reliability.json');
/** This program wrote the file itself. */
const figuresSchema = z.custom<Partial<ReliabilityFigures>>();
const labSchema = z.object({ calls: z.number(), explained: z.number(), unexplained: z.number() });

const databases = await openDatabases();
const tell = (line: string): void => console.error(line);

async function everywhere(): Promise<Partial<ReliabilityFigures>> {
  const equal = await openEqualWorlds(databases);
  try {
    const wanted = equal.worlds[0]?.wanted ?? [];
    let moments = 0;
    const isChosen = (): boolean => (moments += 1) % every === 0;
    const kill = await killEverywhere(equal.worlds, { isChosen });
    tellFaults('runs', kill);
    const undo = await undoEverywhere(equal.worlds, { isChosen });
    tellFaults('undos', undo);
    return { kill, undo, every, kinds: [...new Set(wanted.map(({ kind }) => kind))], resources: wanted.length };
  } finally {
    await equal.close();
  }
}

function tellFaults(what: string, { results }: KilledEverywhere): void {
  tell(`killed ${results.length} ${what}`);
  for (const { title, faults } of results) if (faults.length > 0) tell(`${title}:\n${faults.join('\n')}`);
}

async function leftUndone(): Promise<Partial<ReliabilityFigures>> {
  let moments = 0;
  const left = await undoAfterKill(databases, { isChosen: () => (moments += 1) % every === 0 });
  tellFaults('runs that are undone', left);
  return { left };
}

async function seeds(): Promise<ReliabilityFigures['seeds']> {
  const left = Array.from({ length: seedCount }, (_none, index) => firstSeed + index);
  const injected: Partial<Record<FaultName | IncidentName, number>> = {};
  const failed: number[] = [];
  let [kills, processes] = [0, 0];
  const work = async (): Promise<void> => {
    for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
      const run = await randomRun(databases, seed);
      for (const [name, count] of run.injected) injected[name] = (injected[name] ?? 0) + count;
      kills += run.killed;
      processes += run.processes;
      if (run.faults.length > 0) failed.push(seed);
      tell(run.faults.length > 0 ? `seed ${seed} failed:\n${run.faults.join('\n')}` : `seed ${seed} passed`);
    }
  };
  await Promise.all([work(), work()]);
  return { count: seedCount, from: firstSeed, kills, processes, failed, injected };
}

async function bugs(): Promise<ReliabilityFigures['bugs']> {
  const found: { name: string; caughtBy: string | undefined }[] = [];
  for (const bug of deliberateBugs) {
    const caughtBy = await catchBug(databases, bug);
    tell(`${bug.name}: ${caughtBy ?? 'not caught'}`);
    found.push({ name: bug.name, caughtBy });
  }
  return found;
}

const parts: Record<string, () => Promise<Partial<ReliabilityFigures>>> = {
  kills: everywhere,
  left: leftUndone,
  seeds: async () => ({ seeds: await seeds() }),
  bugs: async () => ({ bugs: await bugs() }),
};

let figures = await readFile(figuresFile, 'utf8').then(
  (text) => figuresSchema.parse(JSON.parse(text)),
  () => ({}),
);
async function keep(more: Partial<ReliabilityFigures>): Promise<void> {
  figures = { ...figures, ...more };
  await mkdir(dirname(figuresFile), { recursive: true });
  await writeFile(figuresFile, JSON.stringify(figures));
}

if (values.lab !== undefined) await keep({ lab: labSchema.parse(JSON.parse(await readFile(values.lab, 'utf8'))) });
for (const name of values.only.split(',').filter((one) => one !== '')) {
  const part = parts[name];
  if (part === undefined) throw new Error(`no part ${name}: there are ${Object.keys(parts).join(', ')}`);
  await keep(await part());
}
await databases.close();
if (isWhole(figures)) await writeFile(join(root, 'docs', 'reliability.md'), reliabilityPage(figures));
else tell('docs/reliability.md is written once every part was tried');

function isWhole(some: Partial<ReliabilityFigures>): some is ReliabilityFigures {
  return some.kill !== undefined && some.left !== undefined && some.seeds !== undefined && some.bugs !== undefined;
}
