import { Problem } from '../base/problem.ts';
import { nearestName } from '../openstack/nearest-name.ts';
import type { Resource } from '../resources/kind.ts';

/** Names that an error lists at most. */
const shownNames = 12;

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
  const names = [...new Set(among.map(({ name }) => name))].filter((name) => name !== '').toSorted();
  const near = nearestName(word, names);
  const hint = near === undefined ? '' : `Did you mean ${near}? `;
  const more = names.length > shownNames ? `, and ${names.length - shownNames} more` : '';
  const list = `It has: ${names.slice(0, shownNames).join(', ')}${more}.`;
  return new Problem({
    summary: `the source has no ${kind} ${word}`,
    cure: names.length === 0 ? `It has no ${kind} at all that you may see.` : `${hint}${list}`,
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
