import { z } from 'zod';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import type { Service } from '../../../src/openstack/service.ts';
type Query = Readonly<Record<string, string | number>>;

const named = z.looseObject({ id: z.string(), name: z.string().nullish() });
const collections: Readonly<Record<string, readonly [Service, string, Query?]>> = {
  domains: ['identity', '/domains'],
  projects: ['identity', '/projects'],
  users: ['identity', '/users'],
  roles: ['identity', '/roles'],
  security_groups: ['network', '/security-groups'],
  volumes: ['block-storage', '/volumes', { all_tenants: 1 }],
  images: ['image', '/images', { visibility: 'all' }],
};

/** Says what an id of the cloud's stands for, so that two clouds can be compared; what is no id of its comes back. */
export async function namesOf(cloud: Cloud, key: string): Promise<(id: unknown) => unknown> {
  const [service, path, query = {}] = collections[key] ?? ['identity', `/${key}`];
  const all = await list(cloud, { service, path, key, item: named, query });
  const names = new Map<unknown, unknown>(all.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}
