import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Databases } from './databases.ts';
import type { DeliberateBug, TrialName } from './deliberate-bugs.ts';
import { openEqualWorlds } from './equal-worlds.ts';
import { type KilledEverywhere, killEverywhere } from './kill-everywhere.ts';
import { randomRun } from './random-run.ts';
import type { TrialChoice } from './trials.ts';
import { undoAfterKill } from './undo-after-kill.ts';
import { undoEverywhere } from './undo-everywhere.ts';

const root = join(import.meta.dirname, '..', '..');

/** A bug is looked for at a part of the moments; where that misses it, the seeds may find it. */
const everyMoment = 3;

/** More seeds than these are not tried for one bug. */
const seedsMax = 20;

/** Which trial finds a bug first, in words; undefined when none does. */
export async function catchBug(databases: Databases, bug: DeliberateBug): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'pumphouse-bug-'));
  try {
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
    await cp(join(root, 'src'), join(folder, 'src'), { recursive: true });
    await cp(join(root, 'package.json'), join(folder, 'package.json'));
    await breakFile(join(folder, 'src', bug.file), bug);
    return await firstCatch(databases, join(folder, 'src', 'main.ts'), bug.findBy);
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

async function failingSeed(databases: Databases, main: string): Promise<string | undefined> {
  for (let seed = 1; seed <= seedsMax; seed += 1) {
    const { faults } = await randomRun(databases, seed, main);
    if (faults.length > 0) return `seed ${seed}`;
  }
  return undefined;
}

/** The title of the first trial that failed. The checks of an undisturbed run throw. */
async function failureOf(test: (choice: TrialChoice) => Promise<KilledEverywhere>): Promise<string | undefined> {
  let moments = 0;
  const isChosen = (): boolean => (moments += 1) % everyMoment === 0;
  try {
    const { results } = await test({ isChosen, stopsAtFirst: true });
    return results.find(({ faults }) => faults.length > 0)?.title;
  } catch {
    return 'an undisturbed one already fails the checks';
  }
}
