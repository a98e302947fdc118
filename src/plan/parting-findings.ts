import type { Finding } from '../base/finding.ts';
import { type Chosen, keyOf } from '../inventory/select.ts';
import { kinds } from '../resources/all.ts';
import type { Decided } from './decided.ts';

/** Pure: what would be made without what it is tied to, by what was chosen: a volume without a server that has it. */
export function partingFindings(decisions: readonly Decided[]): Map<Chosen, Finding> {
  const actions = new Map(decisions.map(({ chosen, action }) => [keyOf(chosen.kind, chosen.resource.id), action]));
  const found = new Map<Chosen, Finding>();
  for (const { chosen, action } of decisions) {
    const { kind, resource, name } = chosen;
    if (action !== 'create') continue;
    const ties = kinds[kind].together?.(resource) ?? [];
    const parted = ties.find((ref) => actions.get(keyOf(ref.kind, ref.id)) !== 'create');
    if (parted === undefined) continue;
    const state = actions.get(keyOf(parted.kind, parted.id));
    const why = state === 'skip' || state === 'adopt' ? 'has moved already' : 'does not move';
    found.set(chosen, {
      severity: 'blocker',
      rule: `${kind}-attached`,
      summary: `${kind} ${name} is attached to ${parted.kind} ${parted.id}, which ${why}`,
      resource: { kind, id: resource.id, name },
      cure: `Choose that ${parted.kind} as well, or see what keeps it; or detach the ${kind}.`,
    });
  }
  return found;
}
