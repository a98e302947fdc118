import { z } from 'zod';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';

const named = z.looseObject({ name: z.string() });
const item = z.looseObject({
  role: named,
  user: named.optional(),
  group: named.optional(),
  scope: z.looseObject({
    project: named.optional(),
    domain: named.optional(),
    'OS-INHERIT:inherited_to': z.string().optional(),
  }),
});

/** Who has which role where: all assignments of a cloud, with names. */
export async function listAssignments(cloud: Cloud): Promise<z.infer<typeof item>[]> {
  const query = { include_names: true };
  return await list(cloud, { service: 'identity', path: '/role_assignments', key: 'role_assignments', item, query });
}
