import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { type Chosen, keyOf } from '../inventory/select.ts';
import type { KindName } from '../resources/kind.ts';
import type { Decided } from './decided.ts';

export const accessRule = 'server-network-of-another';

type Destination = Pick<Inventory, 'resources' | 'capabilities'>;

const serverSchema = z.looseObject({ ports: z.array(z.looseObject({ id: z.string() })) });
const portSchema = z.looseObject({ networkId: z.string() });
const networkSchema = z.looseObject({
  projectId: z.string().optional(),
  isShared: z.boolean(),
  isExternal: z.boolean(),
});

/**
 * Pure: servers on a network of another project that theirs may not use on the destination. Nova leaves such a port out
 * without a word (`_update_ports_for_instance` skips networks that the user is not shown).
 */
export function accessFindings(decisions: readonly Decided[], destination: Destination): Map<Chosen, Finding> {
  const decided = new Map(decisions.map((one) => [keyOf(one.chosen.kind, one.chosen.resource.id), one]));
  const at = (kind: KindName, id: string): Decided | undefined => decided.get(keyOf(kind, id));
  const found = new Map<Chosen, Finding>();
  for (const { chosen, action } of decisions) {
    const { kind, resource, name } = chosen;
    if (kind !== 'server' || action !== 'create') continue;
    const project = at('project', resource.projectId ?? '');
    const networks = serverSchema
      .parse(resource)
      .ports.flatMap(({ id }) => at('port', id) ?? [])
      .flatMap((port) => at('network', portSchema.parse(port.chosen.resource).networkId) ?? []);
    const closed = networks.find((network) => !isOpen(network, { resource, project }, destination));
    if (closed === undefined) continue;
    const { resource: network, name: networkName } = closed.chosen;
    found.set(chosen, {
      severity: 'blocker',
      rule: accessRule,
      summary:
        `server ${name} has a port on network ${networkName} of another project, which project ` +
        `${project?.chosen.name ?? resource.projectId} may not use on the destination`,
      detail: 'Nova would make the server without that port. RBAC policies do not move.',
      resource: { kind, id: resource.id, name },
      cure:
        `Move the network first (pumphouse migrate network:${network.id} project:${resource.projectId}), then share ` +
        'it on the destination (openstack network rbac create --type network --action access_as_shared ' +
        '--target-project PROJECT NETWORK), and plan again; or detach the port, or exclude the server.',
    });
  }
  return found;
}

interface User {
  readonly resource: Chosen['resource'];
  readonly project: Decided | undefined;
}

/** Whether the project may use the network's twin: one that is there, or one that is made as the source's is. */
function isOpen({ chosen, twinId }: Decided, { resource, project }: User, destination: Destination): boolean {
  const twin = destination.resources.network.find(({ id }) => id === twinId);
  const { projectId, isShared, isExternal } = networkSchema.parse(twin ?? chosen.resource);
  const userId = twin === undefined ? resource.projectId : project?.twinId;
  if (isShared || isExternal || projectId === userId) return true;
  const shared = destination.capabilities.sharedNetworks ?? [];
  return shared.some((one) => one.networkId === twinId && (one.projectId === userId || one.projectId === '*'));
}
