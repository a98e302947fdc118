import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import type { Decision } from './decide.ts';

const wanted = z.looseObject({
  'provider:network_type': z.string(),
  'provider:physical_network': z.string(),
  'provider:segmentation_id': z.number().optional(),
});
const present = z.looseObject({
  id: z.string(),
  name: z.string(),
  provider: z.looseObject({
    type: z.string().optional(),
    physicalNetwork: z.string().optional(),
    segment: z.number().optional(),
  }),
});

/** Pure: segments that a mapped physical network is to keep and that a network of the destination has already. */
export function segmentFindings(
  { cloud, resources }: Pick<Inventory, 'cloud' | 'resources'>,
  decisions: readonly Pick<Decision, 'chosen' | 'action' | 'draft' | 'twinId'>[],
): Finding[] {
  const there = resources.network.map((network) => present.parse(network));
  return decisions.flatMap(({ chosen, action, draft, twinId }): Finding[] => {
    const sent = chosen.kind === 'network' && action === 'create' ? wanted.safeParse(draft).data : undefined;
    if (sent === undefined || twinId !== undefined) return [];
    const { 'provider:network_type': type, 'provider:physical_network': wire, 'provider:segmentation_id': id } = sent;
    const other = there.find(
      ({ provider }) => provider.type === type && provider.physicalNetwork === wire && provider.segment === id,
    );
    if (other === undefined) return [];
    const segment = `${type}${id === undefined ? '' : ` ${id}`} on ${wire}`;
    return [
      {
        severity: 'blocker',
        rule: 'segment-taken',
        stopsAll: true,
        summary: `network ${chosen.name} cannot have ${segment}: network ${other.name} of ${cloud.name} has it`,
        resource: { kind: 'network', id: chosen.resource.id, name: chosen.name },
        cure:
          `Map the network (--map network:${chosen.resource.id}=${other.id}), or take its wire out of ` +
          '`physical_networks` in the mapping file.',
      },
    ];
  });
}
