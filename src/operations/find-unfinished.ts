import { placeOf } from '../inventory/collect.ts';
import { keystoneDatabaseOf } from '../openstack/keystone-database-of.ts';
import { purposeOf } from '../store/plans.ts';
import { findOpenRun, type RunRow } from '../store/runs.ts';
import type { Store } from '../store/store.ts';
import type { Pair } from './open-pair.ts';
import type { PlanWishes } from './plan-migration.ts';

/** The newest run for the very same purpose that has not reached its end: to be gone on with, not planned anew. */
export async function findUnfinished(pair: Pair, store: Store, wishes: PlanWishes): Promise<RunRow | undefined> {
  const { selection, disk, quiesce, mapping } = wishes;
  const [source, destination, ...databases] = await Promise.all([
    placeOf(pair.source),
    placeOf(pair.destination),
    keystoneDatabaseOf(pair.source),
    keystoneDatabaseOf(pair.destination),
  ]);
  const choices = { disk, quiesce, passwords: databases.every((database) => database !== undefined) };
  return await findOpenRun(store, purposeOf({ source, destination, selection, choices, mapping: { ...mapping } }));
}
