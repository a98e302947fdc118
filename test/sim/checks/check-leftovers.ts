import type { DumpedRecord } from '../../../sim/cloud/dump-state.ts';
import { keypairTwins } from './check-keypairs.ts';
import { type Dumps, markOf, recordsOf, textOf } from './dumps.ts';
import { findTwins } from './twin-map.ts';
import type { Wanted } from './wanted.ts';

/** To whom a port belongs that Neutron makes by itself: the field that names its owner, and where that is. */
const ownPorts: Readonly<Record<string, readonly [field: string, collection: string]>> = {
  'network:router_interface': ['device_id', 'routers'],
  'network:router_gateway': ['device_id', 'routers'],
  'network:floatingip': ['device_id', 'floatingIps'],
  'network:dhcp': ['network_id', 'networks'],
};

/** On the destination there is nothing new but marked twins and what the cloud itself makes for them. */
export function checkLeftovers(before: Dumps, after: Dumps, wanted: readonly Wanted[]): string[] {
  const twins = findTwins(before, after);
  const { destination } = after;
  const movedIds = new Set(recordsOf(destination, 'servers').map((record) => markOf(record)));
  const wantedTwins = new Set(wanted.map(({ id }) => twins.idOf(id)));
  const keypairIds = new Set(keypairTwins(after.source, wanted, twins).values());
  const groupNames = new Set(
    wanted.filter(({ kind }) => kind === 'server-group').map(({ id }) => after.source['serverGroups']?.[id]?.['name']),
  );
  const isExpected: Readonly<Record<string, (record: DumpedRecord) => boolean>> = {
    ports(port) {
      const [field = '', collection = ''] = ownPorts[textOf(port, 'device_owner')] ?? [];
      return isOurs(collection, port[field]);
    },
    securityGroups: ({ isDefault, project_id: id }) => isDefault === true && isOurs('projects', id),
    securityGroupRules: ({ security_group_id: id }) => isOurs('securityGroups', id),
    keypairs: ({ id }) => keypairIds.has(String(id)),
    assignments: ({ actor }) =>
      typeof actor === 'object' &&
      actor !== null &&
      'id' in actor &&
      (isNew('users', actor.id) || isNew('groups', actor.id)),
    // No field of theirs takes a mark: before a server boots into one, only its project and its name tell.
    serverGroups: ({ projectId, name }) => isNew('projects', projectId) && groupNames.has(name),
    quotas: ({ id }) => isNew('projects', String(id).replace(/^.*\//, '')),
    imageMembers: ({ imageId }) => isNew('images', imageId),
    imageTasks: ({ imageId }) => isNew('images', imageId),
  };
  return Object.keys(destination).flatMap((collection) =>
    recordsOf(destination, collection)
      .filter((record) => !(textOf(record, 'id') in (before.destination[collection] ?? {})))
      .filter((record) => !isTwin(record) && isExpected[collection]?.(record) !== true)
      .map((record) => `${collection} has something that nobody asked for: ${JSON.stringify(record)}`),
  );

  function isNew(collection: string, id: unknown): boolean {
    return (
      typeof id === 'string' && id in (destination[collection] ?? {}) && !(id in (before.destination[collection] ?? {}))
    );
  }

  /** New, or what was there before and stands for something that was to move. */
  function isOurs(collection: string, id: unknown): boolean {
    return isNew(collection, id) || (typeof id === 'string' && wantedTwins.has(id));
  }

  function isTwin(record: DumpedRecord): boolean {
    const mark = markOf(record);
    if (mark === undefined) return twins.isTwin(textOf(record, 'id'));
    const serverId = /^disk-of-(.*)$/.exec(mark)?.[1];
    // The image that carried a disk stays with the server that stands on it, and with no other.
    return serverId === undefined || movedIds.has(serverId);
  }
}
