import { isSameJson } from '../../../src/base/json.ts';
import type { DumpedRecord } from '../../../sim/cloud/dump-state.ts';
import { type Dumps, recordsOf, textOf } from './dumps.ts';
import { differencesOfRecord } from './differences-of-dumps.ts';
import { findTwins, type TwinMap } from './twin-map.ts';

/** One resource that was to move, by its kind and its id on the source. */
export interface Wanted {
  readonly kind: string;
  readonly id: string;
}

const collections: Readonly<Record<string, string>> = {
  domain: 'domains',
  project: 'projects',
  user: 'users',
  group: 'groups',
  role: 'roles',
  flavor: 'flavors',
  image: 'images',
  network: 'networks',
  subnet: 'subnets',
  port: 'ports',
  router: 'routers',
  'security-group': 'securityGroups',
  'floating-ip': 'floatingIps',
  'server-group': 'serverGroups',
  'volume-type': 'volumeTypes',
  volume: 'volumes',
  server: 'servers',
};

/** Fields that a cloud chooses for itself, or that tell where something runs. */
const ownOfCloud: Readonly<Record<string, readonly string[]>> = {
  users: ['password'],
  networks: ['provider:segmentation_id', 'status'],
  ports: ['status', 'binding:host_id'],
  routers: ['status', 'distributed', 'ha'],
  floatingIps: ['floating_ip_address', 'status'],
  servers: [
    'host',
    'status',
    'imageId',
    'imageProperties',
    'disk',
    'taskState',
    'zone',
    'lockedBy',
    'fault',
    'flavor',
    'number',
    'reservationId',
    'launchedAt',
    'ownPortIds',
  ],
  images: ['checksum', 'sha512'],
  volumes: ['status', 'sourceVolumeId', 'snapshotId'],
};

/** Every wanted resource has one twin, and it is equal. */
export function checkTwins(after: Dumps, wanted: readonly Wanted[]): string[] {
  const { source, destination } = after;
  const twins = findTwins(after);
  return wanted.flatMap(({ kind, id }) => {
    const collection = collections[kind];
    const record = collection === undefined ? undefined : source[collection]?.[id];
    if (collection === undefined || record === undefined) return [];
    const found = twins.twins(collection, id);
    const [twin] = found;
    const label = `${kind} ${textOf(record, 'name')} (${id})`;
    if (twin === undefined) return [`${label} has no twin`];
    if (found.length > 1) return [`${label} has ${found.length} twins`];
    const ids = new Set(Object.values(source).flatMap((records) => Object.keys(records)));
    const expected = inOrder(expectedOf(collection, record, ids, twins));
    const actual = inOrder(stripped(collection, twin));
    const lines = [...differencesOfRecord(expected, actual), ...partsOf(kind, id, textOf(twin, 'id'))];
    return lines.map((line) => `${label}: ${line}`);
  });

  function partsOf(kind: string, id: string, twinId: string): string[] {
    if (kind === 'security-group') return rulesOf(id, twinId);
    if (kind === 'server') return diskOf(id);
    if (kind === 'project') return [...assignmentsOf(id, twinId), ...quotasOf(id, twinId)];
    return [];
  }

  function rulesOf(id: string, twinId: string): string[] {
    const rule = ({ id: _id, project_id: _project, ...rest }: DumpedRecord): string =>
      JSON.stringify(mapped(rest, new Set(Object.keys(source['securityGroups'] ?? {})), twins));
    const of = (dump: Dumps['source'], groupId: string): string[] =>
      recordsOf(dump, 'securityGroupRules')
        .filter(({ security_group_id }) => security_group_id === groupId)
        .map(rule)
        .toSorted();
    const [was, is] = [of(source, id), of(destination, twinId)];
    return isSameJson(was, is) ? [] : [`rules were ${was.join()}, are ${is.join()}`];
  }

  /** The image that carried the root disk holds its bytes. */
  function diskOf(id: string): string[] {
    const images = twins.twins('images', `disk-of-${id}`);
    if (images.length > 1) return [`has ${images.length} images of its disk`];
    const [image] = images;
    const disk = source['servers']?.[id]?.['disk'];
    return image === undefined || image['bytes'] === disk
      ? []
      : [`its disk is ${String(disk)}, came as ${String(image['bytes'])}`];
  }

  /** Both clouds have the same defaults. */
  function quotasOf(id: string, twinId: string): string[] {
    return ['compute', 'block-storage', 'network'].flatMap((service) => {
      const [was, is] = [source['quotas']?.[`${service}/${id}`], destination['quotas']?.[`${service}/${twinId}`]];
      return differencesOfRecord({ limits: was?.['limits'] }, { limits: is?.['limits'] });
    });
  }

  function assignmentsOf(id: string, twinId: string): string[] {
    const of = (dump: Dumps['source'], projectId: string): string[] =>
      recordsOf(dump, 'assignments')
        .filter(({ target }) => isSameJson(target, { type: 'project', id: projectId }))
        .map(({ id: _id, ...rest }) => JSON.stringify(rest, Object.keys(rest).toSorted()))
        .toSorted();
    const count = (dump: Dumps['source'], projectId: string): number => of(dump, projectId).length;
    const [was, is] = [count(source, id), count(destination, twinId)];
    return was === is ? [] : [`had ${was} role assignments, has ${is}`];
  }
}

function expectedOf(collection: string, record: DumpedRecord, ids: ReadonlySet<string>, twins: TwinMap): DumpedRecord {
  const expected = mapped(stripped(collection, record), ids, twins);
  const fields = typeof expected === 'object' && expected !== null ? { ...expected } : {};
  // The port of a server that stays behind waits for another one.
  const isFreed = collection === 'ports' && record['device_id'] !== '' && !('device_id' in fields);
  return isFreed ? { ...fields, device_id: '', device_owner: '' } : fields;
}

/** Sets, which no service promises to keep in order. */
const unordered = new Set([
  'tags',
  'extra_dhcp_opts',
  'security_groups',
  'accessIds',
  'allowed_address_pairs',
  'allocation_pools',
  'memberIds',
  'userIds',
  'attachments',
  'ownVolumeIds',
]);

function inOrder(record: DumpedRecord): DumpedRecord {
  return Object.fromEntries(
    Object.entries(record).map(([field, value]) => {
      if (!unordered.has(field) || !Array.isArray(value)) return [field, value];
      return [field, value.map((part) => JSON.stringify(part)).toSorted()];
    }),
  );
}

/** Without the id, the mark, and what a cloud chooses for itself. */
function stripped(collection: string, { id: _id, ...record }: DumpedRecord): DumpedRecord {
  const own = ownOfCloud[collection] ?? [];
  const kept = Object.entries(record).filter(([field]) => !own.includes(field));
  return Object.fromEntries(kept.map(([field, value]) => [field, unmarked(field, value)]));
}

/** Cinder numbers attachments as it likes. */
function serverOf(attachment: unknown): unknown {
  if (typeof attachment !== 'object' || attachment === null) return attachment;
  return Object.fromEntries(Object.entries(attachment).filter(([name]) => name !== 'id'));
}

const markNames = new Set(['pumphouse_source_id', 'pumphouse_type_id']);

function unmarked(field: string, value: unknown): unknown {
  if (field === 'attachments' && Array.isArray(value)) return value.map((one) => serverOf(one));
  if (field === 'description') return typeof value === 'string' ? value.replace(/ ?\[pumphouse [^\]\s]+\]$/, '') : '';
  if (field === 'external_gateway_info' && typeof value === 'object' && value !== null) {
    return { ...value, external_fixed_ips: [] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !markNames.has(name)));
}

/** Ids of the source become ids of the destination; what points at something that has no twin is left out. */
function mapped(value: unknown, ids: ReadonlySet<string>, twins: TwinMap): unknown {
  if (typeof value === 'string' && ids.has(value)) return twins.idOf(value);
  if (Array.isArray(value)) {
    return value.map((part) => mapped(part, ids, twins)).filter((part) => part !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([name, part]) => [name, mapped(part, ids, twins)] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}
