import type { Shown } from './collection.ts';
import type { ListQuery } from './list-query.ts';
import { refuse } from './refuse.ts';
import { textOf } from './text-of.ts';

export interface Link {
  readonly rel: 'next' | 'previous';
  readonly href: string;
}

/** One page of a list. */
export interface ListPage {
  readonly members: readonly Shown[];
  readonly links: readonly Link[];
}

export interface PageOrder {
  /** The list's without its query. */
  readonly url: string;
  readonly query: ListQuery;
  readonly sorts: readonly string[];
  /** The refusal of a marker that is none. */
  readonly missing: (id: string) => Error;
}

/** Sorts and cuts; without a limit all come at once, without links. */
export function pageOf({ url, query, sorts, missing }: PageOrder, all: readonly Shown[]): ListPage {
  const sorted = sortedBy(query, sorts, all);
  const limit = limitOf(query);
  if (limit === 0) return { members: sorted, links: [] };
  const isReverse = query.get('page_reverse')?.[0]?.toLowerCase() === 'true';
  const marker = query.get('marker')?.[0];
  const at = marker === undefined ? undefined : sorted.findIndex(({ id }) => id === marker);
  if (at === -1) throw missing(marker ?? '');
  const members = isReverse
    ? sorted.slice(Math.max(0, (at ?? sorted.length) - limit), at)
    : sorted.slice((at ?? -1) + 1, (at ?? -1) + 1 + limit);
  const isShort = members.length < limit;
  const next: Link = { rel: 'next', href: linkOf(url, query, members.at(-1), false) };
  const previous: Link = { rel: 'previous', href: linkOf(url, query, members[0], true) };
  return { members, links: [...(isShort && !isReverse ? [] : [next]), ...(isShort && isReverse ? [] : [previous])] };
}

function limitOf(query: ListQuery): number {
  const text = query.get('limit')?.[0] ?? '0';
  if (/^\d+$/.test(text)) return Number(text);
  throw refuse.bad('limit', `Limit must be an integer 0 or greater and not '${text}'`);
}

/** By id where nothing else is asked for, as the key of the database orders them. */
function sortedBy(query: ListQuery, sorts: readonly string[], all: readonly Shown[]): Shown[] {
  const [keys, directions] = [query.get('sort_key') ?? [], query.get('sort_dir') ?? []];
  if (keys.length !== directions.length) throw refuse.form('The number of sort_keys and sort_dirs must be same');
  const unknown = keys.filter((key) => !sorts.includes(key)).map((key) => `'${key}'`);
  if (unknown.length > 0) throw refuse.form(`[${unknown.join(', ')}] is invalid attribute for sort_keys`);
  const wrong = directions.filter((direction) => !['asc', 'desc'].includes(direction)).map((text) => `'${text}'`);
  if (wrong.length > 0) {
    throw refuse.form(`[${wrong.join(', ')}] is invalid value for sort_dirs, valid value is 'asc' and 'desc'`);
  }
  const order = keys.map((key, index) => ({ key, sign: directions[index] === 'desc' ? -1 : 1 }));
  return all.toSorted((one, other) => {
    for (const { key, sign } of [...order, { key: 'id', sign: 1 }]) {
      const difference = compare(one[key], other[key]);
      if (difference !== 0) return sign * difference;
    }
    return 0;
  });
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [first, second] = [textOf(one), textOf(other)];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

function linkOf(url: string, query: ListQuery, at: Shown | undefined, isReverse: boolean): string {
  const kept = [...query].filter(([name]) => name !== 'marker' && name !== 'page_reverse');
  const pairs = kept.flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
  if (at !== undefined) pairs.push(['marker', textOf(at['id'])]);
  if (isReverse) pairs.push(['page_reverse', 'True']);
  return `${url}?${new URLSearchParams(pairs).toString()}`;
}
