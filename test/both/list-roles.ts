import { z } from 'zod';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';

const item = z.looseObject({ id: z.string(), name: z.string() });

/** Those of the domain `default` too, which no plain list has. */
export async function listRoles(cloud: Cloud): Promise<z.infer<typeof item>[]> {
  const roles = { service: 'identity', path: '/roles', key: 'roles', item } as const;
  return (await Promise.all([list(cloud, roles), list(cloud, { ...roles, query: { domain_id: 'default' } })])).flat();
}
