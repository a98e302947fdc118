import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Databases, openDatabases } from './databases.ts';
import { randomRun } from './random-run.ts';

let databases: Databases;

beforeAll(async () => {
  databases = await openDatabases();
});

afterAll(() => databases?.close());

/** `script/test` tries some that are always the same, and some that nobody tried before; otherwise one. */
const isAll = process.env['PUMPHOUSE_SIM'] === 'all';
/** By 7, 9 and 14 deliberate bugs were found; in 74 a quota is taken, and the process killed after that. */
const fixedSeeds = isAll ? [1, 7, 9, 14, 74] : [1];
const newSeeds = Array.from({ length: isAll ? 2 : 0 }, () => Math.floor(Math.random() * 1_000_000_000));

describe('random faults and kills', () => {
  it.each([...fixedSeeds, ...newSeeds])('seed %i loses, doubles and leaves nothing', async (seed) => {
    const { faults } = await randomRun(databases, seed);
    expect(faults, `again: npm run sim -- --seed ${seed}`).toEqual([]);
  });
});
