import { expect, it } from 'vitest';
import { byKind } from '../resources/kind-name.ts';
import type { Resource } from '../resources/kind.ts';
import { segmentFindings } from './segment-findings.ts';

it('a segment that the destination has is told before Neutron refuses it', () => {
  const provider = { type: 'vlan', physicalNetwork: 'b', segment: 7 };
  const there = { id: 'X', name: 'theirs', provider };
  const destination = {
    cloud: { name: 'new', authUrl: '' },
    resources: { ...byKind((): Resource[] => []), network: [there] },
  };
  const summaries = (segment: number, action: 'create' | 'skip' = 'create'): string[] => {
    const draft = {
      'provider:network_type': 'vlan',
      'provider:physical_network': 'b',
      'provider:segmentation_id': segment,
    };
    const chosen = { kind: 'network', resource: { id: 'n', name: 'ours' }, name: 'ours', reason: '' } as const;
    return segmentFindings(destination, [{ chosen, action, draft }]).map(({ summary }) => summary);
  };
  expect(summaries(7)).toEqual(['network ours cannot have vlan 7 on b: network theirs of new has it']);
  expect(summaries(8)).toEqual([]);
  expect(summaries(7, 'skip')).toEqual([]);
});
