import type { Finding } from '../base/finding.ts';
import { limits } from '../base/limits.ts';
import type { Neighbour } from '../inventory/find-neighbours.ts';
import type { Decision } from './decide.ts';
import { duringMove } from './network-findings.ts';

type NetworkDecision = Pick<Decision, 'chosen' | 'action'>;

/**
 * Pure: what other projects have on the networks that move, and that stays: servers that those of this plan will not
 * reach there any more, and ports that nobody uses, such as virtual addresses. One finding for each network and sort.
 */
export function neighbourFindings(neighbours: readonly Neighbour[], decisions: readonly NetworkDecision[]): Finding[] {
  const networks = decisions.filter(({ chosen, action }) => chosen.kind === 'network' && action !== 'blocked');
  return networks.flatMap(({ chosen: { resource } }): Finding[] => {
    const own = neighbours.filter(({ networkId }) => networkId === resource.id);
    return [...serversFinding(own, resource.name, resource.id), ...portsFinding(own, resource.name, resource.id)];
  });
}

const projectsCure = 'Move these projects together (--project several times), or have them talk over floating IPs.';

function serversFinding(own: readonly Neighbour[], network: string, id: string): Finding[] {
  const servers = new Map(
    own.flatMap(({ serverId, serverName, projectName }) =>
      serverId === undefined ? [] : [[serverId, `${serverName ?? serverId} of project ${projectName}`] as const],
    ),
  );
  if (servers.size === 0) return [];
  const summary =
    `on network ${network}, which moves, stay servers of other projects: ${told([...servers.values()])}; who has ` +
    'moved reaches them there only if it is one segment in both clouds';
  const resource = { kind: 'network', id, name: network };
  return [{ severity: 'warning', rule: `${duringMove}-neighbours`, summary, resource, cure: projectsCure }];
}

function portsFinding(own: readonly Neighbour[], network: string, id: string): Finding[] {
  const free = own.filter(({ serverId }) => serverId === undefined);
  if (free.length === 0) return [];
  const names = free.map(({ name, projectName }) => `${name} of project ${projectName}`);
  const summary = `on network ${network}, which moves, stay ports of other projects that no server has: ${told(names)}`;
  const resource = { kind: 'network', id, name: network };
  const cure = 'Name them, if they are wanted (port:ID), or choose their projects too.';
  return [{ severity: 'warning', rule: 'ports-of-others', summary, resource, cure }];
}

function told(names: readonly string[]): string {
  const first = names.toSorted().slice(0, limits.neighboursTold);
  const rest = names.length - first.length;
  return rest > 0 ? `${first.join(', ')} and ${rest} more` : first.join(', ');
}
