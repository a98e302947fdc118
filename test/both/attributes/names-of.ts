import { z } from 'zod';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import type { Service } from '../../../src/openstack/service.ts';

const named = z.looseObject({ id: z.string(), name: z.string().nullish() });
const collections: Readonly<Record<string, readonly [Service, string, Readonly<Record<string, string>>?]>> = {
  domains: ['identity', '/domains'],
  projects: ['identity', '/projects'],
  users: ['identity', '/users'],
  roles: ['identity', '/roles'],
  security_groups: ['network', '/security-groups'],
  images: ['image', '/images', { visibility: 'all' }],
};

/** Says what an id of the cloud's stands for, so that two clouds can be compared; what is no id of its comes back. */
export async function namesOf(cloud: Cloud, key: string): Promise<(id: unknown) => unknown> {
  const [service, path, query = {}] = collections[key] ?? ['identity', `/${key}`];
  const all = await list(cloud, { service, path, key, item: named, query });
  const names = new Map<unknown, unknown>(all.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}
