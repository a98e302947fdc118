import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';

/**
 * What a service tells of one user or project at a time, of all of them. One of whom it knows nothing has none. Throws
 * a Problem when they are so many that the calls would be a burden.
 */
export async function oneByOne<T>(
  ids: readonly string[],
  whose: string,
  read: (id: string) => Promise<readonly T[]>,
): Promise<T[]> {
  if (ids.length > limits.askedOneByOne) {
    throw new Problem({ summary: `they are told for one of ${ids.length} ${whose} at a time`, remedy: 'ask' });
  }
  const lists = await Promise.all(ids.map((id) => read(id).catch(noneIfUnknown)));
  return lists.flat();
}

function noneIfUnknown(problem: unknown): [] {
  if (problem instanceof Problem && problem.status === 404) return [];
  throw problem;
}
