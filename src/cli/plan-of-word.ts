import { readFile } from 'node:fs/promises';
import { Problem } from '../base/problem.ts';
import type { Plan } from '../plan/plan.ts';
import type { Store } from '../store/store.ts';

/**
 * The plan that the operator's word means: an id, or the beginning of one, or else a file, which is then saved in the
 * store. Throws a Problem when there is none, or when it cannot be used as it is.
 */
export async function planOfWord(store: Store, word: string): Promise<Plan> {
  const { loadPlan, readPlan, savePlan } = await import('../store/plans.ts');
  if (/^[0-9a-f]{1,64}$/.test(word)) return await loadPlan(store, word);
  const plan = readPlan(await readJson(word), word);
  await savePlan(store, plan);
  return plan;
}

async function readJson(path: string): Promise<unknown> {
  const cure = 'Give the id of a plan (`pumphouse status` lists them), or a file that `pumphouse plan -o FILE` wrote.';
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Problem({ summary: `there is no plan ${path}`, detail, cure, remedy: 'ask', cause });
  });
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Problem({ summary: 'the plan is damaged: it is no JSON', resource: path, detail, cure, remedy: 'ask' });
  }
}
