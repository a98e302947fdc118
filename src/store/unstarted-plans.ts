import type { Store } from './store.ts';

/** A saved plan in one line. */
export interface PlanRow {
  readonly id: string;
  readonly createdAt: Date;
  readonly source: string;
  readonly destination: string;
  readonly purpose: string;
}

/** Plans that were never started, the newest first. */
export function listUnstartedPlans({ db }: Store, most: number): Promise<PlanRow[]> {
  return db
    .selectFrom('pumphouse.plan as plan')
    .leftJoin('pumphouse.run as run', 'run.id', 'plan.id')
    .select(['plan.id', 'plan.created_at as createdAt', 'plan.source', 'plan.destination', 'plan.purpose'])
    .where('run.id', 'is', null)
    .orderBy('plan.created_at', 'desc')
    .limit(most)
    .execute();
}
