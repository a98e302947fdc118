import type { Inventory } from '../inventory/inventory.ts';
import { type Chosen, keyOf } from '../inventory/select.ts';
import { kindNames } from '../resources/kind-name.ts';
import { findByWord } from './find-by-word.ts';

/**
 * Pure: the chosen resources as their twins are to be called. The new name stands in the resource itself, so that
 * whatever is sent, looked for and compared has it.
 */
export function renameTwins(
  chosen: readonly Chosen[],
  { resources }: Pick<Inventory, 'resources'>,
  rename: Readonly<Record<string, string>> = {},
): readonly Chosen[] {
  const names = new Map(
    Object.entries(rename).flatMap(([from, name]): [string, string][] => {
      const kind = kindNames.find((one) => from.startsWith(`${one}:`));
      if (kind === undefined) return [];
      const found = findByWord(kind, from.slice(kind.length + 1), resources[kind], resources.project);
      return found.slice(0, 1).map(({ id }) => [keyOf(kind, id), name]);
    }),
  );
  return chosen.map((one) => {
    const { kind, resource } = one;
    const name = names.get(keyOf(kind, resource.id));
    if (name === undefined || name === resource.name) return one;
    return { ...one, resource: { ...resource, name }, sourceName: resource.name, reason: `renamed to ${name}` };
  });
}
