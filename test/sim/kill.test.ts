import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KillMoment } from '../../sim/faults/kill-tap.ts';
import { type Databases, openDatabases } from './databases.ts';
import { type EqualWorlds, openEqualWorlds } from './equal-worlds.ts';
import { type KilledEverywhere, killEverywhere } from './kill-everywhere.ts';
import { undoAfterKill } from './undo-after-kill.ts';
import { undoEverywhere } from './undo-everywhere.ts';

let databases: Databases;
let equal: EqualWorlds;

beforeAll(async () => {
  databases = await openDatabases();
  equal = await openEqualWorlds(databases);
});

afterAll(async () => {
  await equal?.close();
  await databases?.close();
});

/** All that went wrong, and nothing of what went well. */
function faultsOf({ results }: KilledEverywhere): unknown[] {
  return results.filter(({ faults }) => faults.length > 0);
}

/**
 * `script/test` kills at every fifteenth write, before and after by turns; otherwise at a few, spread over the run.
 * `npm run reliability` tries both moments of every write.
 */
const isAll = process.env['PUMPHOUSE_SIM'] === 'all';
function isChosen({ write, moment }: KillMoment): boolean {
  return isAll ? write % 30 === (moment === 'before' ? 1 : 16) : write % 40 === (moment === 'before' ? 11 : 31);
}
/** It makes its plan itself, and is the same run from there on. */
function isChosenForMigrate({ write, moment }: KillMoment): boolean {
  return moment === 'before' ? write % 80 === 20 : isAll && write % 80 === 34;
}

describe('a killed process', () => {
  it('loses and doubles nothing, wherever a run was killed', async () => {
    const tried = await killEverywhere(equal.worlds, { isChosen });
    expect(tried.results.length).toBeGreaterThan(2);
    expect(faultsOf(tried)).toEqual([]);
  });

  it('loses and doubles nothing where migrate was killed and given again', async () => {
    const words = ['migrate', '--project', 'acme', '--leave-blocked', '--yes'];
    const tried = await killEverywhere(equal.worlds, { words, isChosen: isChosenForMigrate });
    expect(tried.results.length).toBeGreaterThan(1);
    expect(faultsOf(tried)).toEqual([]);
  });

  it('leaves no trace, wherever an undo was killed', async () => {
    const tried = await undoEverywhere(equal.worlds, { isChosen });
    expect(tried.results.length).toBeGreaterThan(1);
    expect(faultsOf(tried)).toEqual([]);
  });
});

describe('a run that is undone instead of carried on', () => {
  it('leaves no trace, wherever it was killed', async () => {
    const tried = await undoAfterKill(databases, { isChosen });
    expect(tried.results.length).toBeGreaterThan(0);
    expect(faultsOf(tried)).toEqual([]);
  });
});
