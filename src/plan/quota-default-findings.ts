import type { Finding } from '../base/finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Choices } from '../resources/kind.ts';
import { quotaEntries } from '../resources/quota-entries.ts';
import type { Decision } from './decide.ts';

interface Sides {
  readonly source: Pick<Inventory, 'capabilities'>;
  readonly destination: Pick<Inventory, 'capabilities'>;
  readonly choices: Choices;
}

/**
 * Pure: a project for which nothing is set has the defaults of its cloud, and these may be others on the destination.
 * Said once, with both numbers, unless the source's are to be set.
 */
export function quotaDefaultFindings(
  { source, destination, choices }: Sides,
  decisions: readonly Pick<Decision, 'chosen' | 'action'>[],
): Finding[] {
  const isConcerned = decisions.some(({ chosen, action }) => chosen.kind === 'quota' && action !== 'skip');
  if (choices.defaultQuotas === 'set' || !isConcerned) return [];
  const theirs = destination.capabilities.quotaDefaults ?? {};
  const other = quotaEntries(source.capabilities.quotaDefaults ?? {}).flatMap(({ service, name, label, value }) => {
    const there = theirs[service]?.[name];
    return there === undefined || there === value ? [] : [`${label}: ${value} on the source, ${there} there`];
  });
  if (other.length === 0) return [];
  return [
    {
      severity: 'note',
      rule: 'quota-default-differs',
      summary: 'the default quotas of the destination are others: projects without limits of their own get those',
      detail: other.join('; '),
      cure: "--default-quotas set gives the moved projects the source's numbers.",
    },
  ];
}
