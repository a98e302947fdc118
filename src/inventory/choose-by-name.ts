import { Problem } from '../base/problem.ts';
import type { Resource } from '../resources/kind.ts';

/**
 * The resources that an operator's word means: an id, a name, or a pattern with `*`. Throws a Problem when it means
 * none (with the nearest names) or when a plain name is that of several (with their ids).
 */
export function chooseByName<R extends Resource>(kind: string, word: string, among: readonly R[]): R[] {
  const byId = among.filter(({ id }) => id === word);
  if (byId.length > 0) return byId;
  const found = word.includes('*')
    ? among.filter(({ name }) => matches(name, word))
    : among.filter((r) => r.name === word);
  if (found.length === 0) throw unknown(kind, word, among);
  if (found.length > 1 && !word.includes('*')) throw ambiguous(kind, word, found);
  return found;
}

/** A pattern with `*` for any text, matched against the whole name. */
export function matches(name: string, pattern: string): boolean {
  const expression = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${expression.join('.*')}$`, 's').test(name);
}

function unknown(kind: string, word: string, among: readonly Resource[]): Problem {
  const names = [...new Set(among.map(({ name }) => name))].toSorted((a, b) => distance(a, word) - distance(b, word));
  const near = names.slice(0, 5).join(', ');
  return new Problem({
    summary: `the source has no ${kind} ${word}`,
    cure: near === '' ? `It has no ${kind} at all that you may see.` : `It has, for example: ${near}.`,
    remedy: 'ask',
  });
}

function ambiguous(kind: string, word: string, found: readonly Resource[]): Problem {
  const ids = found.map((resource) => `${resource.id}${domainOf(resource)}`).join(', ');
  return new Problem({
    summary: `the source has ${found.length} ${kind}s of the name ${word}`,
    cure: `Name one by its id: ${ids}.`,
    remedy: 'ask',
  });
}

function domainOf(resource: object): string {
  return 'domainName' in resource && typeof resource.domainName === 'string' ? ` (domain ${resource.domainName})` : '';
}

/** Levenshtein's distance, for "did you mean". */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...a].entries()) {
    const next = [at + 1];
    for (const [index, other] of [...b].entries()) {
      const change = (row[index] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? a.length;
}
