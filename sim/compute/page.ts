import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { endpointFor, type Link } from './links.ts';
import { queryOf } from './query.ts';

/** Nova's `max_limit`. */
const longest = 1000;

export interface Listing<T> {
  /** Below the endpoint, such as `servers/detail`. */
  readonly path: string;
  readonly items: readonly T[];
  readonly idOf: (item: T) => string;
  /** What is said when there is no item of the marker's id. */
  readonly missing?: (marker: string) => string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Undefined on the last page, as far as Nova knows: a full page is never the last. */
  readonly links: readonly Link[] | undefined;
}

/** The items that follow the marker, as many as the request asks for. */
export function pageOf<T>(cloud: SimCloud, request: FastifyRequest, listing: Listing<T>): Page<T> {
  const { path, items, idOf, missing = (id) => `marker [${id}] not found` } = listing;
  const query = queryOf(request);
  const limit = limitFrom(query.get('limit'));
  const marker = query.get('marker');
  const start = marker === undefined ? 0 : items.findIndex((item) => idOf(item) === marker) + 1;
  if (marker !== undefined && start === 0) throw new ApiFault(400, missing(marker));
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  if (last === undefined || page.length !== limit) return { items: page, links: undefined };
  const values = query.names.filter((name) => name !== 'marker').flatMap((name) => pairs(name, query.all(name)));
  const next = new URLSearchParams([...values.toSorted(byName), ['marker', idOf(last)]]);
  return { items: page, links: [{ rel: 'next', href: `${endpointFor(cloud, request)}/${path}?${next.toString()}` }] };
}

function limitFrom(text: string | undefined): number {
  if (text === undefined) return longest;
  if (/^[0-9]+$/.test(text)) return Math.min(longest, Number(text));
  const message = `Invalid input for query parameters limit. Value: ${text}. '${text}' does not match '^[0-9]*$'`;
  throw new ApiFault(400, message);
}

function pairs(name: string, values: readonly string[]): [string, string][] {
  return values.map((value) => [name, value]);
}

function byName([one]: readonly [string, string], [other]: readonly [string, string]): number {
  return one < other ? -1 : Number(one > other);
}
