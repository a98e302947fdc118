import type { Cloud } from '../openstack/cloud.ts';
import { kinds } from '../resources/all.ts';
import type { Ref } from '../resources/kind.ts';
import { byKind } from '../resources/kind-name.ts';
import type { Inventory } from './inventory.ts';
import { keyOf, type Selected } from './select.ts';

/**
 * An inventory that was narrowed to some projects, with all that what is chosen needs of others: the keypair of an
 * owner whose role comes by a group, the network of a port that an administrator made. Each is read by itself, and
 * only once. `selectFrom` chooses from an inventory.
 */
export async function completeInventory(
  cloud: Cloud,
  narrow: Inventory,
  selectFrom: (inventory: Inventory) => Selected,
): Promise<Inventory> {
  let inventory = narrow;
  const asked = new Set<string>();
  for (;;) {
    const refs = new Map(
      selectFrom(inventory)
        .dangling.filter(({ ref }) => kinds[ref.kind].category === 'supplementary')
        .map(({ ref }) => [keyOf(ref.kind, ref.id), ref]),
    );
    const missing = [...refs].filter(([key]) => !asked.has(key));
    if (missing.length === 0) return inventory;
    for (const [key] of missing) asked.add(key);
    inventory = await withResources(
      cloud,
      inventory,
      missing.map(([, ref]) => ref),
    );
  }
}

async function withResources(cloud: Cloud, inventory: Inventory, refs: readonly Ref[]): Promise<Inventory> {
  const read = refs.map(async ({ kind, id }) => ({ kind, resource: await kinds[kind].read(cloud, id) }));
  const found = await Promise.all(read);
  const { resources } = inventory;
  const added = byKind((name) => [
    ...resources[name],
    ...found.flatMap(({ kind, resource }) => (kind === name && resource !== undefined ? [resource] : [])),
  ]);
  return { ...inventory, resources: added };
}
