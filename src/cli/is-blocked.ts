import { plural } from '../base/units.ts';
import { holdingFindings } from '../plan/holding-findings.ts';
import type { Plan } from '../plan/plan.ts';

/** True when the plan may not be carried out as it is. */
export function isBlocked(plan: Plan): boolean {
  return holdingFindings(plan).length > 0;
}

/** What to do about it: to leave things behind does not help where the whole has no room. */
export function blockedCure(plan: Plan): string {
  return holdingFindings(plan).every(({ stopsAll }) => stopsAll === true)
    ? 'Make room or choose less, and plan again; --leave-blocked does not help here.'
    : 'Mend what blocks and plan again, exclude it (--exclude), pair it (--map), or leave it behind (--leave-blocked).';
}

/** What is said of such a plan, and what to do about it. */
export function blockedWords(plan: Plan): string {
  const { id } = plan;
  const blockers = holdingFindings(plan);
  return (
    `pumphouse: plan ${id} has ${plural(blockers.length, 'blocker')}, so nothing was written to a cloud; the first: ` +
    `${blockers[0]?.summary ?? ''}. ${blockedCure(plan)}`
  );
}
