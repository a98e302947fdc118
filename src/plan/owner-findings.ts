import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { rightsOf } from '../inventory/rights-of.ts';
import { type Chosen, keyOf } from '../inventory/select.ts';
import type { KindName } from '../resources/kind.ts';
import { grantsOf } from '../resources/project-owner.ts';
import type { Decided } from './decided.ts';

/** What is made in the name of its owner. */
const ownedSchema = z.looseObject({
  projectId: z.string(),
  userId: z.string(),
  roleAssignmentIds: z.array(z.string()),
});

/** The kinds of which a thing is made in its owner's name. */
export const ownedKinds: readonly KindName[] = ['server', 'volume', 'server-group'];

/**
 * Pure: what would be made in the name of a user who may not act in its project, neither by an assignment of the
 * source that moves nor by one that the destination has.
 */
export function ownerFindings(
  decisions: readonly Decided[],
  destination: Pick<Inventory, 'resources'>,
): Map<Chosen, Finding> {
  const made = new Map(decisions.map((one) => [keyOf(one.chosen.kind, one.chosen.resource.id), one]));
  const rights = rightsOf(destination.resources);
  const isThere = (id: string): boolean => {
    const action = made.get(keyOf('role-assignment', id))?.action;
    return action !== undefined && action !== 'blocked' && action !== 'conflict';
  };
  const found = new Map<Chosen, Finding>();
  for (const { chosen, action } of decisions) {
    const { kind, resource, name } = chosen;
    if (action !== 'create' || !ownedKinds.includes(kind)) continue;
    const { projectId, userId, roleAssignmentIds } = ownedSchema.parse(resource);
    if (roleAssignmentIds.some(isThere)) continue;
    const [user, project] = [made.get(keyOf('user', userId)), made.get(keyOf('project', projectId))];
    const twins = { userId: user?.twinId ?? '', projectId: project?.twinId ?? '' };
    if (grantsOf(twins, rights).length > 0) continue;
    const [userName, projectName] = [user?.chosen.name ?? userId, project?.chosen.name ?? projectId];
    found.set(chosen, {
      severity: 'blocker',
      rule: `${kind}-owner-without-role`,
      summary:
        `${kind} ${name} belongs to ${userName}, who has no role in project ${projectName}: it cannot be made in ` +
        'the name of its owner',
      resource: { kind, id: resource.id, name },
      cure:
        `Give the user a role there and plan again: openstack role add --user ${userId} --project ${projectId} ` +
        'member; or exclude it.',
    });
  }
  return found;
}
