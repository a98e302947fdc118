import type { Chosen } from '../inventory/select.ts';
import type { PlanAction } from './plan.ts';

/** What is decided of one resource, as findings about several look at it. */
export interface Decided {
  readonly chosen: Chosen;
  readonly action: PlanAction;
  readonly twinId?: string;
}
