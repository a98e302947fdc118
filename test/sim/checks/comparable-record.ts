import type { DumpedRecord } from '../../../sim/cloud/dump-state.ts';
import { type IdMap, mapIds } from './map-ids.ts';

/** Fields that a cloud chooses for itself, that tell where something runs, or that have a check of their own. */
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
    'lockedBy',
    'fault',
    'flavor',
    'number',
    'reservationId',
    'launchedAt',
    'ownPortIds',
  ],
  images: ['checksum', 'sha512'],
  volumes: ['sourceVolumeId', 'snapshotId'],
};

/** What the twin of a record of the source has to be. */
export function expectedRecord(collection: string, record: DumpedRecord, map: IdMap): DumpedRecord {
  const expected = mapIds(stripped(collection, record), map);
  const fields = typeof expected === 'object' && expected !== null ? { ...expected } : {};
  // The port of a server that stays behind waits for another one.
  const isFreed = collection === 'ports' && record['device_id'] !== '' && !('device_id' in fields);
  return inOrder(isFreed ? { ...fields, device_id: '', device_owner: '' } : fields);
}

/** What a record of the destination is, in the same form. */
export function comparableRecord(collection: string, record: DumpedRecord): DumpedRecord {
  return inOrder(stripped(collection, record));
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
  // An address of the gateway moves only within one range; no two simulated clouds have the same.
  if (field === 'external_gateway_info' && typeof value === 'object' && value !== null) {
    return { ...value, external_fixed_ips: [] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !markNames.has(name)));
}
