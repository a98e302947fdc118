import { placeOf } from '../inventory/collect.ts';
import { purposeOf } from '../store/plans.ts';
import { findOpenRun, type RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import { choicesOf } from './choices-of.ts';
import type { Pair } from './open-pair.ts';
import type { PlanWishes } from './plan-migration.ts';

/** The newest run for the very same purpose that has not reached its end: to be gone on with, not planned anew. */
export async function findUnfinished(pair: Pair, store: Store, wishes: PlanWishes): Promise<RunRow | undefined> {
  const { selection, mapping, mappingFile } = wishes;
  // A file with mistakes is for the planner to refuse.
  if (mappingFile !== undefined && mappingFile.faults.length > 0) return undefined;
  const [source, destination, choices] = await Promise.all([
    placeOf(pair.source),
    placeOf(pair.destination),
    choicesOf(pair, wishes),
  ]);
  return await findOpenRun(store, purposeOf({ source, destination, selection, choices, mapping: { ...mapping } }));
}
