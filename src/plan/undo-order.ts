import { keyOf } from '../inventory/select.ts';
import { labelOf } from '../resources/label-of.ts';
import { kinds } from '../resources/all.ts';
import type { Choices, KindName, Resource } from '../resources/kind.ts';
import { kindNames } from '../resources/kind-name.ts';

export interface UndoNode {
  readonly key: string;
  readonly kind: KindName;
  readonly id: string;
  readonly name: string;
  /** Keys of what must be gone before. */
  readonly needs: readonly string[];
}

/**
 * Pure: what needs a resource, or links to one of another kind, goes before it. Links within a kind may cycle and never
 * keep a twin from being deleted. What the cloud made by itself for a project goes last but for the project.
 */
export function undoOrder(resources: readonly { kind: KindName; resource: Resource }[], choices: Choices): UndoNode[] {
  const after = new Map<string, Set<string>>(
    resources.map(({ kind, resource }) => [keyOf(kind, resource.id), new Set()]),
  );
  for (const { kind: name, resource } of resources) {
    const kind = kinds[name];
    const links = (kind.links?.(resource) ?? []).filter((ref) => ref.kind !== name);
    for (const ref of [...kind.needs(resource, choices), ...links]) {
      after.get(keyOf(ref.kind, ref.id))?.add(keyOf(name, resource.id));
    }
  }
  for (const { kind, resource } of resources) {
    if (kinds[kind].isBuiltIn?.(resource) !== true) continue;
    // As long as anything of the project is touched, the cloud makes it again.
    for (const other of resources) {
      const isBeside = other.resource.projectId === resource.projectId && other.resource !== resource;
      if (!isBeside || !isBefore(other, kind)) continue;
      after.get(keyOf(kind, resource.id))?.add(keyOf(other.kind, other.resource.id));
    }
  }
  return resources.map(({ kind, resource }) => {
    const key = keyOf(kind, resource.id);
    return { key, kind, id: resource.id, name: labelOf(kind, resource), needs: [...(after.get(key) ?? [])].toSorted() };
  });
}

/** Of several things that the cloud made by itself, the order of kinds decides. */
function isBefore(other: { kind: KindName; resource: Resource }, kind: KindName): boolean {
  const isBuiltIn = kinds[other.kind].isBuiltIn?.(other.resource) === true;
  return !isBuiltIn || kindNames.indexOf(other.kind) < kindNames.indexOf(kind);
}
