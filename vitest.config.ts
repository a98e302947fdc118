import { defineConfig } from 'vitest/config';

/** Where script/test wants the counts of this run. */
const report = process.env['PUMPHOUSE_TEST_REPORT'];

/** What has a file of its own for simulated clouds too, and costs the lab ten minutes. */
const simulatedToo = ['hard-cases', 'legacy-network', 'mapping', 'web-download'];
const alsoSimulated = simulatedToo.map((name) => `test/lab/${name}.test.ts`);

export default defineConfig({
  test: {
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      {
        test: {
          name: 'unit',
          // Half of what they do is waiting for a database, even on a small machine.
          maxWorkers: 2,
          // A busy machine may take its time; what never happens still fails.
          expect: { poll: { timeout: 15_000 } },
          include: ['src/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts', 'test/unit/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'sim',
          include: ['test/sim/**/*.test.ts'],
          testTimeout: 1_200_000,
          hookTimeout: 300_000,
          // One more than the cores of a small machine: what they start waits at times.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: 'lab',
          include: ['test/lab/**/*.test.ts'],
          exclude: process.env['PUMPHOUSE_LAB'] === 'all' ? [] : alsoSimulated,
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: false,
          sequence: { concurrent: false },
        },
      },
    ],
  },
});
