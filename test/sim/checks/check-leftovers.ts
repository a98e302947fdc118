import type { DumpedRecord } from '../../../sim/cloud/dump-state.ts';
import { type Dumps, markOf, recordsOf, textOf } from './dumps.ts';
import { findTwins } from './twin-map.ts';

/** Ports that Neutron makes for routers, floating IPs and DHCP. */
const ownPorts = /^network:/;

/** On the destination there is nothing new but marked twins and what the cloud itself makes for them. */
export function checkLeftovers(before: Dumps, after: Dumps): string[] {
  const twins = findTwins(after);
  const { destination } = after;
  const movedIds = new Set(recordsOf(destination, 'servers').map((record) => markOf(record)));
  const isExpected: Readonly<Record<string, (record: DumpedRecord) => boolean>> = {
    ports: ({ device_owner: owner }) => ownPorts.test(String(owner)),
    securityGroups: ({ isDefault }) => isDefault === true,
    securityGroupRules: ({ security_group_id: id }) =>
      typeof id === 'string' && id in (destination['securityGroups'] ?? {}),
    keypairs: ({ userId }) => isNew('users', userId),
    assignments: ({ actor }) =>
      typeof actor === 'object' &&
      actor !== null &&
      'id' in actor &&
      (isNew('users', actor.id) || isNew('groups', actor.id)),
    // No field of theirs takes a mark: before a server boots into one, only its project tells.
    serverGroups: ({ projectId }) => isNew('projects', projectId),
    quotas: ({ id }) => isNew('projects', String(id).replace(/^.*\//, '')),
    imageMembers: ({ imageId }) => isNew('images', imageId),
    imageTasks: ({ imageId }) => isNew('images', imageId),
  };
  const isNew = (collection: string, id: unknown): boolean =>
    typeof id === 'string' && id in (destination[collection] ?? {}) && !(id in (before.destination[collection] ?? {}));
  return Object.keys(destination).flatMap((collection) =>
    recordsOf(destination, collection)
      .filter((record) => !(textOf(record, 'id') in (before.destination[collection] ?? {})))
      .filter((record) => !isTwin(record) && isExpected[collection]?.(record) !== true)
      .map((record) => `${collection} has something that nobody asked for: ${JSON.stringify(record)}`),
  );

  function isTwin(record: DumpedRecord): boolean {
    const mark = markOf(record);
    if (mark === undefined) return twins.isTwin(textOf(record, 'id'));
    const serverId = /^disk-of-(.*)$/.exec(mark)?.[1];
    // The image that carried a disk stays with the server that stands on it, and with no other.
    return serverId === undefined || movedIds.has(serverId);
  }
}
