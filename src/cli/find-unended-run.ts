import { Problem } from '../base/problem.ts';
import type { RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { findWantedRun } from './find-wanted-run.ts';

/**
 * The run that a word means; without one, the only run that has not ended, or else the newest. Throws a Problem that
 * names them when several have not ended, since holding or stopping the wrong one does harm.
 */
export async function findUnendedRun(store: Store, word: string | undefined): Promise<RunRow> {
  if (word !== undefined) return await findWantedRun(store, word);
  const { listRuns } = await import('../store/runs.ts');
  const [open, second, ...more] = (await listRuns(store)).filter(({ endedAt }) => endedAt === null);
  if (open === undefined) return await findWantedRun(store, undefined);
  if (second === undefined) return open;
  const ids = [open, second, ...more].map(({ id }) => id).join(', ');
  const cure = `Name the one that you mean: ${ids}. \`pumphouse status\` tells of each.`;
  throw new Problem({ summary: 'several runs have not ended', cure, remedy: 'ask' });
}
