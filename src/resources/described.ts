import { isSameJson } from '../base/json.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { NetworkCollection } from '../openstack/network.ts';
import { isCutByMark, isMarkedDescription, unmarkDescription } from './mark.ts';

/** What the kinds of Neutron have in common: a description, which carries the mark, and tags, which no POST takes. */
export interface Described {
  readonly id: string;
  readonly name: string;
  readonly projectId?: string | undefined;
  readonly description: string;
  readonly tags: readonly string[];
}

/**
 * The candidate that carries the mark. A description that left no room for the mark stands for it once it is restored,
 * together with name and project.
 */
export function findMarked<R extends Described>(
  resource: R,
  projectId: unknown,
  candidates: readonly R[],
): R | undefined {
  const marked = candidates.find(({ description }) => isMarkedDescription(description, resource.id));
  if (marked !== undefined || !hasLongDescription(resource)) return marked;
  return candidates.find(
    (twin) => twin.name === resource.name && twin.description === resource.description && twin.projectId === projectId,
  );
}

function hasLongDescription({ id, description }: Described): boolean {
  return isCutByMark(unmarkDescription(description), id);
}

/** True when the POST already says all: no tags, and a description with room for the mark. */
export function isWholeAfterCreate(resource: Described): boolean {
  return resource.tags.length === 0 && !hasLongDescription(resource);
}

/** Sets tags, a description that the mark had cut, and further changes: what differs, and nothing else. */
export async function completeTwin<T>(
  destination: Cloud,
  collection: NetworkCollection<T>,
  resource: Described,
  twin: Described,
  changes: object = {},
): Promise<void> {
  const body = { ...changes, ...restoredDescription(resource, twin) };
  if (Object.keys(body).length > 0) await collection.update(destination, twin.id, body);
  if (!isSameJson(resource.tags.toSorted(), twin.tags.toSorted())) {
    await collection.setTags(destination, twin.id, resource.tags);
  }
}

function restoredDescription(resource: Described, twin: Described): { description?: string } {
  const description = unmarkDescription(resource.description);
  return hasLongDescription(resource) && twin.description !== description ? { description } : {};
}

/** Takes the mark out of the twin's description. */
export async function unmarkTwin<T>(
  destination: Cloud,
  collection: NetworkCollection<T>,
  twin: Described,
): Promise<void> {
  const description = unmarkDescription(twin.description);
  if (description !== twin.description) await collection.update(destination, twin.id, { description });
}

/** Both sides of what all kinds of Neutron carry, to be compared. */
export function describedPairs(
  resource: Described,
  twin: Described,
  find: (kind: 'project', id: string) => string | undefined,
): Record<'name' | 'description' | 'project' | 'tags', [unknown, unknown]> {
  const { projectId } = resource;
  return {
    name: [resource.name, twin.name],
    description: [unmarkDescription(resource.description), unmarkDescription(twin.description)],
    project: [projectId === undefined ? null : (find('project', projectId) ?? null), twin.projectId ?? null],
    tags: [resource.tags.toSorted(), twin.tags.toSorted()],
  };
}
