import type { Finding } from '../base/finding.ts';
import type { Plan } from './plan.ts';

/** Pure: the blockers for which the plan may not be carried out. What is blocked alone may stay behind. */
export function holdingFindings({ findings, leaveBlocked }: Pick<Plan, 'findings' | 'leaveBlocked'>): Finding[] {
  return findings.filter(({ severity, stopsAll }) => severity === 'blocker' && (stopsAll === true || !leaveBlocked));
}
