import { Problem } from '../base/problem.ts';
import type { RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';

const namedMost = 5;

/**
 * The run of that id, or of an id that begins so; the newest without a word. Throws a Problem that names others when
 * there is none, or more than one.
 */
export async function findWantedRun(store: Store, word: string | undefined): Promise<RunRow> {
  const { findRun, listRuns } = await import('../store/runs.ts');
  const isId = word === undefined || /^[0-9a-f]+$/.test(word);
  const found = isId ? await findRun(store, word) : undefined;
  if (found !== undefined) return found;
  const runs = await listRuns(store);
  if (runs.length === 0) {
    const cure = '`pumphouse migrate` or `pumphouse run PLAN` starts one.';
    throw new Problem({ summary: 'there is no run yet', cure, remedy: 'ask' });
  }
  const alike = runs.filter(({ id }) => id.startsWith(word ?? ''));
  const named = (alike.length > 0 ? alike : runs).slice(0, namedMost).map(({ id }) => id);
  throw new Problem({
    summary: alike.length > 1 ? `several runs begin with ${word}` : `there is no run ${word}`,
    cure: `${alike.length > 1 ? 'They are' : 'The newest are'}: ${named.join(', ')}.`,
    remedy: 'ask',
  });
}
