import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { foreignEndpoint, getForeignService } from '../openstack/foreign-service.ts';
import { oneByOne } from './one-by-one.ts';
import type { UnmovedKind } from './unmoved-kinds.ts';

const membersSchema = z.array(z.record(z.string(), z.unknown()));
const linksSchema = z.array(z.looseObject({ rel: z.string(), href: z.string() }));
const pageSchema = z.record(z.string(), z.unknown());

type Member = Readonly<Record<string, unknown>>;

/** All things of one kind of a service that is only looked at; nothing where the cloud has no such service. */
export async function listForeign(
  cloud: Cloud,
  kind: UnmovedKind,
  { projectIds }: { readonly projectIds: readonly string[] },
): Promise<readonly Member[]> {
  const login = await cloud.login();
  const endpoint = foreignEndpoint(login, kind.service, cloud.config);
  if (endpoint === undefined) return [];
  const own = login.project?.id ?? '';
  if (kind.isPerProject !== true) {
    const root = endpoint.replace(/\/v\d+(\.\d+)?(\/[^/]+)?$/, '');
    return listPages(cloud, kind, `${root}${kind.path.replace('{own}', own)}`);
  }
  if (own === '' || !endpoint.includes(own)) {
    throw new Problem({ summary: 'its address names no project, though each has one of its own', remedy: 'ask' });
  }
  return oneByOne(projectIds, 'projects', (id) => {
    return listPages(cloud, kind, `${endpoint.replaceAll(own, id)}${kind.path}`);
  });
}

async function listPages(cloud: Cloud, { key, headers }: UnmovedKind, url: string): Promise<Member[]> {
  const members: Member[] = [];
  const seen = new Set<string>();
  for (let at: string | undefined = url; at !== undefined && !seen.has(at); ) {
    seen.add(at);
    if (seen.size > limits.pagesMax) throw new Problem({ summary: 'its pages do not end', remedy: 'stop' });
    const answer = await getForeignService(cloud, at, headers);
    const page = pageSchema.safeParse(answer).data ?? {};
    const found = membersSchema.safeParse(key === '' ? answer : page[key]);
    if (!found.success) throw new Problem({ summary: 'its answer has another shape', remedy: 'ask' });
    members.push(...found.data);
    at = nextOf(url, page, key);
  }
  return members;
}

/** Only the query of the link counts: a service behind a proxy may name itself by an address that only it can reach. */
function nextOf(url: string, page: Member, key: string): string | undefined {
  const href =
    linksSchema.safeParse(page[`${key}_links`]).data?.find(({ rel }) => rel === 'next')?.href ??
    z.looseObject({ next: z.string() }).safeParse(page['links']).data?.next ??
    z.string().safeParse(page['next']).data;
  const question = href?.indexOf('?') ?? -1;
  if (href === undefined || question < 0) return undefined;
  return `${url.replace(/\?.*$/, '')}${href.slice(question)}`;
}
