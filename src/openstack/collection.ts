import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { getJson, type Query, queryText, schemaFault } from './calls.ts';
import type { Cloud } from './cloud.ts';
import type { Service } from './service.ts';

const link = z.looseObject({ rel: z.string(), href: z.string() });

export interface Collection<T> {
  readonly service: Service;
  /** Such as `/servers/detail`. */
  readonly path: string;
  /** The field of the answer that holds the list, such as `servers`. */
  readonly key: string;
  readonly item: z.ZodType<T>;
  readonly query?: Query;
  readonly microversion?: string;
}

/**
 * Every member of a collection, page by page. The next page is where the service says: `<key>_links` (Nova, Neutron,
 * Cinder), `next` (Glance) or `links.next` (Keystone). Throws a Problem that names the field of a member that does not
 * pass the schema, and when the pages do not end.
 */
export async function list<T>(cloud: Cloud, collection: Collection<T>): Promise<T[]> {
  const { service, path, key, query, microversion } = collection;
  const page = z.looseObject({
    [key]: z.array(z.unknown()),
    [`${key}_links`]: z.array(link).nullish(),
    next: z.string().nullish(),
    links: z.looseObject({ next: z.string().nullish() }).nullish(),
  });
  const members: T[] = [];
  const options = microversion === undefined ? {} : { microversion };
  const seen = new Set<string>();
  let at: string | undefined = `${path}${queryText(query)}`;
  while (at !== undefined) {
    if (seen.has(at) || seen.size >= limits.pagesMax) throw endlessProblem(cloud, at);
    seen.add(at);
    const answer: Record<string, unknown> = await getJson(cloud, service, at, page, options);
    members.push(...parseMembers(cloud, collection, answer[key]));
    at = nextOf(answer, key, path);
  }
  return members;
}

function parseMembers<T>(cloud: Cloud, { service, path, key, item }: Collection<T>, page: unknown): T[] {
  const parsed = z.array(item).safeParse(page);
  if (parsed.success) return parsed.data;
  throw new Problem({
    summary: `${service} of cloud ${cloud.name} lists something of another shape at ${path}`,
    detail: schemaFault(parsed.error, key),
    cure: 'Report it with the versions that `pumphouse clouds` prints.',
    remedy: 'ask',
  });
}

/** A service behind a proxy may name itself by an address that only it can reach: only the query of a link counts. */
function nextOf(answer: Record<string, unknown>, key: string, path: string): string | undefined {
  const links = z.array(link).nullish().parse(answer[`${key}_links`]);
  const href = links?.find(({ rel }) => rel === 'next')?.href ?? nextField(answer);
  if (href === undefined) return undefined;
  const question = href.indexOf('?');
  const [pathOnly = path] = path.split('?');
  return question < 0 ? pathOnly : `${pathOnly}${href.slice(question)}`;
}

function nextField(answer: Record<string, unknown>): string | undefined {
  const { next, links } = answer;
  if (typeof next === 'string') return next;
  if (typeof links === 'object' && links !== null && 'next' in links && typeof links.next === 'string')
    return links.next;
  return undefined;
}

function endlessProblem(cloud: Cloud, at: string): Problem {
  return new Problem({
    summary: `cloud ${cloud.name} gives page after page without end at ${at}`,
    cure: 'Its paging is broken; report it to the cloud with the path.',
    remedy: 'stop',
  });
}
