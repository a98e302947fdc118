import type { Plan } from '../plan/plan.ts';

/**
 * Servers of which disks are copied while they run, and which were tried and have not moved: what was made for that is
 * looked for by its mark, since a kill may have come before it was noted.
 */
export function earlyServers(
  { nodes }: Pick<Plan, 'nodes'>,
  rows: readonly { readonly key: string; readonly state: string }[],
): ReadonlySet<string> {
  const tried = new Set(rows.filter(({ state }) => state !== 'done' && state !== 'stopped').map(({ key }) => key));
  const early = nodes.filter(({ key, steps }) => steps.includes('pre-copy') && tried.has(key));
  return new Set(early.map(({ id }) => id));
}
