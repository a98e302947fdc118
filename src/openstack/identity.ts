import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';

/** A project as `GET /v3/projects` gives it; operators may add attributes of their own, which are kept. */
export const projectSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string(),
  parent_id: z.string().nullish(),
  description: z.string().nullish(),
  enabled: z.boolean(),
  is_domain: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  options: z.record(z.string(), z.unknown()).default({}),
});
export type ProjectAnswer = z.infer<typeof projectSchema>;

/** A domain; only its name is needed, to find the one of that name on the other side. */
export const domainSchema = z.looseObject({ id: z.string(), name: z.string() });

const known = new WeakMap<Cloud, Promise<ReadonlyMap<string, string>>>();

/** Domain names by id, read once for each cloud and process. */
export function domainNames(cloud: Cloud): Promise<ReadonlyMap<string, string>> {
  const held = known.get(cloud);
  if (held !== undefined) return held;
  const reading = list(cloud, { service: 'identity', path: '/domains', key: 'domains', item: domainSchema }).then(
    (domains) => new Map(domains.map(({ id, name }) => [id, name])),
  );
  known.set(cloud, reading);
  return reading;
}

/** The id of the domain of that name. Throws a Problem when the cloud has none. */
export async function requireDomain(cloud: Cloud, name: string): Promise<string> {
  for (const [id, domain] of await domainNames(cloud)) if (domain === name) return id;
  throw new Problem({
    summary: `cloud ${cloud.name} has no domain ${name}`,
    cure: `Create it: openstack --os-cloud ${cloud.name} domain create ${JSON.stringify(name)}`,
    remedy: 'ask',
  });
}
