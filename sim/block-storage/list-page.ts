import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';

const maximumLimit = 1000;

export interface Page<T> {
  readonly records: readonly T[];
  /** The link to the page behind it, or none. */
  readonly links: readonly { readonly rel: 'next'; readonly href: string }[];
}

/** The page of a list that `limit`, `marker` and `offset` ask for. Throws 404 for a marker that is not there. */
export function listPage<T extends { readonly id: string }>(
  { url }: SimCloud,
  request: FastifyRequest,
  records: readonly T[],
  noun: string,
): Page<T> {
  const [path = '', text = ''] = request.url.split('?');
  const query = new URLSearchParams(text);
  const limit = Math.min(countOf(query, 'limit') ?? maximumLimit, maximumLimit);
  const marker = query.get('marker');
  const markerAt = records.findIndex(({ id }) => id === marker);
  if (marker !== null && markerAt < 0) throw new ApiFault(404, `${noun} ${marker} could not be found.`);
  const start = markerAt + 1 + (countOf(query, 'offset') ?? 0);
  const page = records.slice(start, start + limit);
  const last = page.at(-1);
  if (last === undefined || page.length < limit) return { records: page, links: [] };
  query.delete('marker');
  query.set('marker', last.id);
  return { records: page, links: [{ rel: 'next', href: `${url}${path}?${query.toString()}` }] };
}

function countOf(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  if (!/^[+-]?\d+$/.test(value)) throw new ApiFault(400, `${name} param must be an integer`);
  if (Number(value) < 0) throw new ApiFault(400, `${name} param must be positive`);
  return Number(value);
}
