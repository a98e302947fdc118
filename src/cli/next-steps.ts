import type { Report } from '../operations/report-run.ts';

/** What the operator may do now, as lines. */
export function nextSteps({ run, state, source, destination, counts, servers }: Report): string[] {
  if (state === 'undone') return ['The run was undone. A new plan starts again: pumphouse plan.'];
  if (state === 'undoing') return [`Finish the undo: pumphouse undo ${run}`];
  if (state === 'cancelling') return [`Finish the cancel: pumphouse cancel ${run}`];
  if (state === 'cancelled') {
    return [
      'What was in between is as it was before. The same pumphouse migrate begins anew with what is there.',
      `Take back what was created: pumphouse undo ${run}`,
    ];
  }
  if (state !== 'done') {
    return [`Try again what is not done: pumphouse run ${run}`, `Take back what was created: pumphouse undo ${run}`];
  }
  const isUnequal = (counts['differs'] ?? 0) + (counts['missing'] ?? 0) > 0;
  return [
    ...(isUnequal ? [`Mend what differs or is missing, and look again: pumphouse verify ${run}`] : []),
    `Look around: openstack --os-cloud ${destination} server list --all-projects`,
    ...(servers.length > 0 ? [`The servers are shut down on ${source} and kept there.`] : []),
    `Take all of it back: pumphouse undo ${run}`,
  ];
}
