import { z } from 'zod';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';

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

/** Who has a role of this name where, in the words of `assignmentForms`, in order. */
export async function readAssignments(cloud: Cloud, roleName: string): Promise<string[]> {
  const query = { include_names: true };
  const path = '/role_assignments';
  const all = await list(cloud, { service: 'identity', path, key: 'role_assignments', item, query });
  const words = all
    .filter(({ role }) => role.name === roleName)
    .map(({ user, group, scope }) => {
      const where = scope['OS-INHERIT:inherited_to'] === undefined ? 'on' : 'below';
      return `${(user ?? group)?.name} ${where} ${(scope.project ?? scope.domain)?.name ?? 'the system'}`;
    });
  return words.toSorted();
}
