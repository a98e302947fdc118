import type { SimCloud } from './sim-cloud.ts';
import type { SimState } from './sim-state.ts';
import type { Table } from './table.ts';

/** Takes a cloud back to where it was; may be called again and again. */
export type Restore = () => void;

/** Remembers all that a cloud knows now, so that many tests can start from the same state. */
export function snapshotState(cloud: SimCloud): Restore {
  cloud.clock.settleAll();
  const restores = tablesOf(cloud.state).map((table) => snapshotTable(table));
  return () => {
    cloud.clock.settleAll();
    for (const restore of restores) restore();
    cloud.writes.length = 0;
  };
}

function tablesOf(state: SimState): Table<{ readonly id: string }>[] {
  return Object.values(state);
}

function snapshotTable<T extends { readonly id: string }>(table: Table<T>): Restore {
  const kept = table.list().map((record) => copied(record));
  return () => {
    table.removeWhere(() => true);
    for (const record of kept) table.put(copied(record));
  };
}

/** A copy of a record; the bytes of disks are shared, since nobody writes into them. */
function copied<T>(value: T): T {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return structuredClone(value);
  const copy = { ...value };
  for (const [name, part] of Object.entries(value)) {
    if (!(part instanceof Uint8Array)) Object.assign(copy, { [name]: structuredClone(part) });
  }
  return copy;
}
