import type { Cloud } from '../../../src/openstack/cloud.ts';
import { listAssignments } from '../list-assignments.ts';

/** Who has a role of this name where, in the words of `assignmentForms`, in order. */
export async function readAssignments(cloud: Cloud, roleName: string): Promise<string[]> {
  const words = (await listAssignments(cloud))
    .filter(({ role }) => role.name === roleName)
    .map(({ user, group, scope }) => {
      const where = scope['OS-INHERIT:inherited_to'] === undefined ? 'on' : 'below';
      return `${(user ?? group)?.name} ${where} ${(scope.project ?? scope.domain)?.name ?? 'the system'}`;
    });
  return words.toSorted();
}
