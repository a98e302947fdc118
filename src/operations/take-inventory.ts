import { collectSource } from '../inventory/collect.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Chosen, select } from '../inventory/select.ts';
import type { Selection } from '../inventory/selection.ts';
import { type NetworkApi, openSource, type Surroundings } from './open-pair.ts';

export interface TakenInventory {
  readonly inventory: Inventory;
  /** What the selection means in it, with all that this needs. */
  readonly chosen: readonly Chosen[];
}

/** Looks at what a cloud has of a selection, and all that this needs. Writes nothing. */
export async function takeInventory(
  name: string,
  selection: Selection,
  surroundings: Surroundings,
  networkApi: NetworkApi,
): Promise<TakenInventory> {
  const cloud = await openSource(name, surroundings, networkApi);
  try {
    const inventory = await collectSource(cloud, selection);
    const choices = { disk: 'snapshot', quiesce: 'suspend', passwords: false } as const;
    return { inventory, chosen: select(inventory, selection, choices).chosen };
  } finally {
    await cloud.close();
  }
}
