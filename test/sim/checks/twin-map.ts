import type { Dump, DumpedRecord } from '../../../sim/cloud/dump-state.ts';
import { type Dumps, markOf, recordsOf, textOf } from './dumps.ts';

/** Ids of the destination by ids of the source, found without asking the program that is tested. */
export interface TwinMap {
  /** All records that claim to be the twin of a source record: more than one is a double. */
  twins(collection: string, sourceId: string): readonly DumpedRecord[];
  /** The id of the twin; undefined when there is none. */
  idOf(sourceId: string): string | undefined;
  /** True for the id of a twin. */
  isTwin(destinationId: string): boolean;
}

/** A description that is longer takes the place of its mark in the end. */
const roomOfMark = 200;

/** Collections whose twins carry a mark. */
const marked = [
  'domains',
  'projects',
  'users',
  'groups',
  'roles',
  'flavors',
  'images',
  'networks',
  'subnets',
  'ports',
  'routers',
  'securityGroups',
  'floatingIps',
  'volumeTypes',
  'qosSpecs',
  'volumes',
  'servers',
] as const;

/** True for what no mark can be put on: any other twin that is new and has none was not found again after a kill. */
function hasNoRoom(collection: string, record: DumpedRecord): boolean {
  const isMadeByNeutron = collection === 'securityGroups' && record['isDefault'] === true;
  return collection === 'serverGroups' || isMadeByNeutron || textOf(record, 'description').length > roomOfMark;
}

/** What tells an unmarked twin, that was there before or has no room for a mark. */
const naturalKeys: Readonly<Record<string, (record: DumpedRecord, dump: Dump) => string | undefined>> = {
  domains: ({ name }) => String(name),
  projects: inDomain,
  users: inDomain,
  groups: inDomain,
  roles: inDomain,
  flavors: ({ name }) => String(name),
  volumeTypes: ({ name }) => String(name),
  qosSpecs: ({ name }) => String(name),
  networks: (record, dump) =>
    record['router:external'] === true ? textOf(record, 'name') : longDescription(record, dump),
  subnets: longDescription,
  ports: longDescription,
  routers: longDescription,
  floatingIps: longDescription,
  serverGroups: ({ name, policy, rules, projectId, userId, memberIds }, dump) =>
    JSON.stringify([
      [name, policy, rules, Array.isArray(memberIds) && memberIds.length],
      inDomain(recordOf(dump, 'projects', projectId), dump),
      inDomain(recordOf(dump, 'users', userId), dump),
    ]),
  securityGroups: (record, dump) => (record['isDefault'] === true ? ofProject(record, dump) : longGroup(record, dump)),
};

function recordOf(dump: Dump, collection: string, id: unknown): DumpedRecord {
  return dump[collection]?.[String(id)] ?? {};
}

/** Groups of one name and description differ in their rules, if in anything. */
function longGroup(group: DumpedRecord, dump: Dump): string | undefined {
  const key = longDescription(group, dump);
  const rules = recordsOf(dump, 'securityGroupRules')
    .filter(({ security_group_id: id }) => id === group['id'])
    .map(({ direction, ethertype, protocol, port_range_min, port_range_max, remote_ip_prefix, remote_group_id }) =>
      JSON.stringify([
        direction,
        ethertype,
        protocol,
        port_range_min,
        port_range_max,
        remote_ip_prefix,
        !remote_group_id,
      ]),
    );
  return key === undefined ? undefined : [key, ...rules.toSorted()].join(' ');
}

function ofProject({ project_id: id }: DumpedRecord, dump: Dump): string {
  const project = typeof id === 'string' ? dump['projects']?.[id] : undefined;
  return project === undefined ? '' : inDomain(project, dump);
}

/** A description without room for a mark stands for it, with what else tells two of one project apart. */
function longDescription(record: DumpedRecord, dump: Dump): string | undefined {
  const description = textOf(record, 'description');
  const own = ['name', 'mac_address', 'cidr', 'fixed_ip_address'].map((field) => textOf(record, field));
  const { tags, stateful } = record;
  const others = JSON.stringify([stateful, Array.isArray(tags) ? tags.map(String).toSorted() : []]);
  return description.length > roomOfMark ? [ofProject(record, dump), ...own, others, description].join(' ') : undefined;
}

function inDomain({ name, domainId }: DumpedRecord, dump: Dump): string {
  const domain = typeof domainId === 'string' ? dump['domains']?.[domainId]?.['name'] : '';
  return `${String(domain)}/${String(name)}`;
}

export function findTwins(before: Dumps, { source, destination }: Dumps): TwinMap {
  const found = new Map<string, DumpedRecord[]>();
  const note = (collection: string, sourceId: string, twin: DumpedRecord): void => {
    const key = `${collection}/${sourceId}`;
    found.set(key, [...(found.get(key) ?? []), twin]);
  };
  for (const collection of marked) {
    for (const record of recordsOf(destination, collection)) {
      const mark = markOf(record);
      if (mark !== undefined) note(collection, decodeURIComponent(mark), record);
    }
  }
  for (const [collection, keyOf] of Object.entries(naturalKeys)) {
    const former = before.destination[collection] ?? {};
    const unmarked = recordsOf(destination, collection).filter(
      (record) => markOf(record) === undefined && (textOf(record, 'id') in former || hasNoRoom(collection, record)),
    );
    const byKey = Map.groupBy(unmarked, (record) => keyOf(record, destination));
    const unpaired = recordsOf(source, collection).filter((one) => !found.has(`${collection}/${textOf(one, 'id')}`));
    for (const [key, records] of Map.groupBy(unpaired, (record) => keyOf(record, source))) {
      const twins = key === undefined ? [] : (byKey.get(key) ?? []);
      // One for each; what is left over is a double of the last.
      for (const [index, twin] of twins.entries()) {
        note(collection, textOf(records[Math.min(index, records.length - 1)] ?? {}, 'id'), twin);
      }
    }
  }
  const ids = new Map(
    [...found].map(([key, twins]) => [key.slice(key.indexOf('/') + 1), textOf(twins[0] ?? {}, 'id')]),
  );
  const twinIds = new Set(ids.values());
  return {
    twins: (collection, sourceId) => found.get(`${collection}/${sourceId}`) ?? [],
    idOf: (sourceId) => ids.get(sourceId),
    isTwin: (destinationId) => twinIds.has(destinationId),
  };
}
