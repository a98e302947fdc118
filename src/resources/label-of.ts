import { kinds } from './all.ts';
import type { KindName, Resource } from './kind.ts';

/** What people call a resource: its name, else what its kind says, else its id. */
export function labelOf(kind: KindName, resource: Resource): string {
  return resource.name || kinds[kind].label?.(resource) || resource.id;
}
