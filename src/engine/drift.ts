import { Problem } from '../base/problem.ts';
import { driftWords } from '../plan/drift-words.ts';
import type { Task } from './work.ts';

/**
 * Reads the resource at the source once more, right before the first write for it. Throws a Problem that says what
 * changed since the plan was made, or that it is gone.
 */
export async function refuseDrift({ kind, planned, resource, passage }: Task): Promise<void> {
  const now = await kind.read(passage.source, planned.id);
  const about = { cure: 'Make a new plan with `pumphouse plan`, and carry that out.', remedy: 'ask' } as const;
  const label = `${planned.kind} ${planned.name}`;
  if (now === undefined) {
    throw new Problem({ summary: `${label} is gone from the source since the plan was made`, ...about });
  }
  const parsed = kind.schema.parse(now);
  const { sourceName } = planned;
  const before = sourceName === undefined ? resource : { ...resource, name: sourceName };
  const changes = driftWords(kind.steady?.(before) ?? before, kind.steady?.(parsed) ?? parsed);
  if (changes.length === 0) return;
  const summary = `${label} changed on the source since the plan was made`;
  throw new Problem({ summary, detail: changes.join('; '), ...about });
}
