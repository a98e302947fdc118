import { plural } from '../base/units.ts';
import type { Plan } from '../plan/plan.ts';

/** True when the plan may not be carried out as it is. */
export function isBlocked({ findings, leaveBlocked }: Plan): boolean {
  return !leaveBlocked && findings.some(({ severity }) => severity === 'blocker');
}

/** What is said of such a plan, and what to do about it. */
export function blockedWords({ id, findings }: Plan): string {
  const blockers = findings.filter(({ severity }) => severity === 'blocker');
  return (
    `pumphouse: plan ${id} has ${plural(blockers.length, 'blocker')}, so nothing was written to a cloud; the first: ` +
    `${blockers[0]?.summary ?? ''}. Mend what blocks and plan again, exclude it (--exclude), pair it (--map), or ` +
    'leave it behind (--leave-blocked).'
  );
}
