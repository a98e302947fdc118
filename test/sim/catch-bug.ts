import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KillMoment } from '../../sim/faults/kill-tap.ts';
import type { Databases } from './databases.ts';
import type { DeliberateBug, TrialName } from './deliberate-bugs.ts';
import { openEqualWorlds } from './equal-worlds.ts';
import { type KilledEverywhere, killEverywhere } from './kill-everywhere.ts';
import { randomRun } from './random-run.ts';
import type { TrialChoice } from './trials.ts';
import { undoAfterKill } from './undo-after-kill.ts';
import { undoEverywhere } from './undo-everywhere.ts';
import { worldNumbers } from './world.ts';

const root = join(import.meta.dirname, '..', '..');

/** A bug is looked for at a part of the moments; where that misses it, the seeds may find it. */
function isTried({ cloud, write, moment }: KillMoment): boolean {
  return moment === 'after' && (cloud === 'source' ? write % 2 === 1 : write % 3 === 0);
}

/** More seeds than these are not tried for one bug. */
const seedsMax = 20;

/** Which trial finds a bug first, in words; undefined when none does. Without a bug, it is a copy that must pass. */
export async function catchBug(databases: Databases, bug?: DeliberateBug): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'pumphouse-bug-'));
  try {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await cp(join(root, 'src'), join(folder, 'src'), { recursive: true });
    await cp(join(root, 'package.json'), join(folder, 'package.json'));
    const main = join(folder, 'src', 'main.ts');
    if (bug === undefined) return await soundCopy(databases, main);
    await breakFile(join(folder, 'src', bug.file), bug);
    return await firstCatch(databases, main, bug.findBy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function breakFile(path: string, { name, find, replace }: DeliberateBug): Promise<void> {
  const text = await readFile(path, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`the place of the bug "${name}" is not once in ${path}`);
  await writeFile(
    path,
    text.replace(find, () => replace),
  );
}

/** What a copy without a bug fails at: a copy that cannot run at all is not to be taken for a bug that was caught. */
async function soundCopy(databases: Databases, main: string): Promise<string | undefined> {
  const once = { isChosen: ({ write, moment }: KillMoment) => write === 30 && moment === 'after' };
  const equal = await openEqualWorlds(databases, main);
  try {
    const { results } = await killEverywhere(equal.worlds, once);
    const failed = results.find(({ faults }) => faults.length > 0);
    if (failed !== undefined || results.length === 0) return failed?.faults.join('\n') ?? 'no trial was made';
  } finally {
    await equal.close();
  }
  const { faults } = await randomRun(databases, 1, main);
  return faults.length > 0 ? faults.join('\n') : undefined;
}

async function firstCatch(databases: Databases, main: string, findBy?: TrialName): Promise<string | undefined> {
  const inEqual = async (test: typeof killEverywhere): Promise<string | undefined> => {
    const equal = await openEqualWorlds(databases, main);
    try {
      return await failureOf((choice) => test(equal.worlds, choice));
    } finally {
      await equal.close();
    }
  };
  const trials: Readonly<Record<TrialName, () => Promise<string | undefined>>> = {
    'kill test': () => inEqual(killEverywhere),
    'undo test': () => inEqual(undoEverywhere),
    'undo after a kill': () => failureOf((choice) => undoAfterKill(databases, { ...choice, main })),
    'random runs': () => failingSeed(databases, main),
  };
  const order = Object.entries(trials).toSorted(([a], [b]) => Number(b === findBy) - Number(a === findBy));
  for (const [name, trial] of order) {
    const found = await trial();
    if (found !== undefined) return `${name}: ${found}`;
  }
  return undefined;
}

/** The first seed that fails, of those that were tried when one did. */
async function failingSeed(databases: Databases, main: string): Promise<string | undefined> {
  const left = Array.from({ length: seedsMax }, (_none, index) => index + 1);
  const failed: number[] = [];
  const work = async (): Promise<void> => {
    for (let seed = left.shift(); seed !== undefined && failed.length === 0; seed = left.shift()) {
      const { faults } = await randomRun(databases, seed, main);
      if (faults.length > 0) failed.push(seed);
    }
  };
  await Promise.all(worldNumbers.map(work));
  return failed.length === 0 ? undefined : `seed ${Math.min(...failed)}`;
}

/** The title of the first trial that failed. Where an undisturbed one already fails, no trial begins. */
async function failureOf(test: (choice: TrialChoice) => Promise<KilledEverywhere>): Promise<string | undefined> {
  try {
    const { results } = await test({ isChosen: isTried, stopsAtFirst: true });
    return results.find(({ faults }) => faults.length > 0)?.title;
  } catch (error) {
    const lines = String(error instanceof Error ? error.message : error).split('\n');
    return `without any kill: ${lines.slice(0, 2).join(' ').slice(0, 160)}`;
  }
}
