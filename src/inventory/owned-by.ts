import { kinds } from '../resources/all.ts';
import type { Choices, KindName, Resource } from '../resources/kind.ts';
import type { Inventory } from './inventory.ts';

/** Pure: whether a resource belongs to one of the projects: as its own, as the project, or by its role there. */
export function ownedBy(
  inventory: Inventory,
  projectIds: ReadonlySet<string>,
  choices: Choices,
): (kind: KindName, resource: Resource) => boolean {
  const actors = inventory.resources['role-assignment']
    .filter(({ projectId }) => projectIds.has(projectId ?? ''))
    .flatMap((assignment) => kinds['role-assignment'].needs(assignment, choices));
  const idsOf = (wanted: KindName): Set<string> =>
    new Set(actors.filter(({ kind }) => kind === wanted).map(({ id }) => id));
  const [userIds, groupIds] = [idsOf('user'), idsOf('group')];
  return (kind, resource) => {
    if (kind === 'project') return projectIds.has(resource.id);
    if (kind === 'user') return userIds.has(resource.id);
    if (kind === 'group') return groupIds.has(resource.id);
    return kinds[kind].strategies.includes('project') && projectIds.has(resource.projectId ?? '');
  };
}
