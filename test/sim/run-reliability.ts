import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { z } from 'zod';
import type { FaultName } from '../../sim/faults/seed-faults.ts';
import { catchBug } from './catch-bug.ts';
import { openDatabases } from './databases.ts';
import { deliberateBugs } from './deliberate-bugs.ts';
import { openEqualWorlds } from './equal-worlds.ts';
import type { IncidentName } from './incident.ts';
import { type KilledEverywhere, killEverywhere } from './kill-everywhere.ts';
import { randomRun } from './random-run.ts';
import { failuresOf, type ReliabilityFigures, reliabilityPage } from './reliability-page.ts';
import type { TrialChoice } from './trials.ts';
import { triedBefore } from './tried-before.ts';
import { undoAfterKill } from './undo-after-kill.ts';
import { undoEverywhere } from './undo-everywhere.ts';
import { worldNumbers } from './world.ts';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '200' },
    from: { type: 'string', default: '1' },
    /** Only every so many-th moment is tried, before and after by turns. */
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
/** What single trials found: they go on where they were ended. */
const trialsFile = join(root, 'node_modules', '.cache', 'reliability-trials.jsonl');
/** This program wrote the file itself. */
const figuresSchema = z.custom<Partial<ReliabilityFigures>>();
const labSchema = z.object({
  calls: z.number(),
  explained: z.number(),
  unexplained: z.number(),
  scenarios: z.array(z.object({ explained: z.array(z.object({ step: z.string(), reason: z.string() })) })),
});

const git = async (...words: string[]): Promise<string> =>
  (await promisify(execFile)('git', words, { cwd: root })).stdout.trim();
/** The page that this program writes is no change of what it tries. */
const changes = await git('status', '--porcelain', '--untracked-files=no', '--', ':/', ':!docs/reliability.md');
const commit = `${await git('describe', '--always')}${changes === '' ? '' : '-dirty'}`;
const choice: TrialChoice = {
  isChosen: ({ write, moment }) => (write + (moment === 'after' ? 1 : 0)) % every === 0,
  ...triedBefore(trialsFile, commit),
};

const databases = await openDatabases();
const tell = (line: string): void => console.error(line);

async function everywhere(): Promise<Partial<ReliabilityFigures>> {
  const equal = await openEqualWorlds(databases);
  try {
    const wanted = equal.worlds[0]?.wanted ?? [];
    const kill = await killEverywhere(equal.worlds, choice);
    tellFaults('runs', kill);
    const undo = await undoEverywhere(equal.worlds, choice);
    tellFaults('undos', undo);
    return {
      kill: { ...kill, every },
      undo: { ...undo, every },
      kinds: [...new Set(wanted.map(({ kind }) => kind))],
      resources: wanted.length,
    };
  } finally {
    await equal.close();
  }
}

function tellFaults(what: string, { results }: KilledEverywhere): void {
  tell(`killed ${results.length} ${what}`);
  for (const { title, faults } of results) if (faults.length > 0) tell(`${title}:\n${faults.join('\n')}`);
}

async function leftUndone(): Promise<Partial<ReliabilityFigures>> {
  const left = await undoAfterKill(databases, choice);
  tellFaults('runs that are undone', left);
  return { left: { ...left, every } };
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
      const again = `again: npm run sim -- --seed ${seed}`;
      tell(run.faults.length > 0 ? `seed ${seed} failed:\n${run.faults.join('\n')}\n${again}` : `seed ${seed} passed`);
    }
  };
  await Promise.all(worldNumbers.map(work));
  return { count: seedCount, from: firstSeed, kills, processes, failed, injected };
}

async function bugs(): Promise<ReliabilityFigures['bugs']> {
  const unsound = await catchBug(databases);
  if (unsound !== undefined) throw new Error(`a copy without a bug fails:\n${unsound}`);
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

let figures: Partial<ReliabilityFigures> = await readFile(figuresFile, 'utf8').then(
  (text) => figuresSchema.parse(JSON.parse(text)),
  () => ({}),
);
async function keep(more: Partial<ReliabilityFigures>): Promise<void> {
  figures = { ...figures, ...more };
  await mkdir(dirname(figuresFile), { recursive: true });
  await writeFile(figuresFile, JSON.stringify(figures));
}

if (values.lab !== undefined) await keep({ lab: await labFigures(values.lab) });
for (const name of values.only.split(',').filter((one) => one !== '')) {
  const part = parts[name];
  if (part === undefined) throw new Error(`no part ${name}: there are ${Object.keys(parts).join(', ')}`);
  const tried = await part();
  await keep({ ...tried, commits: { ...figures.commits, [name]: commit } });
}
await databases.close();
if (isWhole(figures)) {
  await writeFile(join(root, 'docs', 'reliability.md'), reliabilityPage(figures));
  process.exitCode = failuresOf(figures) === 0 ? 0 : 1;
} else tell('docs/reliability.md is written once every part was tried');

async function labFigures(file: string): Promise<NonNullable<ReliabilityFigures['lab']>> {
  const { calls, unexplained, scenarios } = labSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  const reasons = scenarios.flatMap(({ explained }) => explained.map(({ step, reason }) => `${step}: ${reason}`));
  return { calls, unexplained, reasons };
}

function isWhole(some: Partial<ReliabilityFigures>): some is ReliabilityFigures {
  return some.kill !== undefined && some.left !== undefined && some.seeds !== undefined && some.bugs !== undefined;
}
