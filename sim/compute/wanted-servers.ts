import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { microversion } from './microversion.ts';
import { adminPolicy } from './policy.ts';
import { type Query, queryOf, strictBoolean } from './query.ts';
import type { Server } from './records.ts';
import { serverAddresses } from './server-addresses.ts';
import { powerStateOf, shownStatus, vmStateOf } from './server-state.ts';

type Test = (server: Server) => boolean;
type Filter = (text: string, cloud: SimCloud) => Test;

/** The servers that a list request asks for, the newest first or in the order that it wants. */
export function wantedServers(cloud: SimCloud, request: FastifyRequest, policy: string): Server[] {
  const query = queryOf(request);
  checkNames(request, query);
  checkSortKeys(request, query);
  const tests = [
    projectTest(request, query, policy),
    statusTest(request, query),
    ...filterTests(cloud, request, query),
  ];
  const found = cloud.state.servers.where((server) => tests.every((test) => test(server)));
  return sorted(found.toReversed(), query);
}

/** A regular expression as MySQL applies it: anywhere, and without regard to case. */
const pattern =
  (textOf: (server: Server) => string | null): Filter =>
  (text) => {
    const expression = expressionOf(text);
    return (server) => expression.test(textOf(server) ?? '');
  };

const exact =
  (textOf: (server: Server) => string | null): Filter =>
  (text) =>
  (server) =>
    textOf(server) === text;

const tagFilter =
  (isKept: (wanted: readonly string[], tags: readonly string[]) => boolean): Filter =>
  (text) =>
  ({ tags }) =>
    isKept(text.split(','), tags);

const addressFilter =
  (version: 4 | 6): Filter =>
  (text, cloud) => {
    const expression = expressionOf(text);
    return (server) =>
      Object.values(serverAddresses(cloud, server))
        .flat()
        .some((address) => address.version === version && expression.test(address.addr));
  };

const since =
  (isWanted: (updatedMs: number, wantedMs: number) => boolean): Filter =>
  (text) => {
    const wantedMs = Date.parse(text);
    return ({ updatedAt }) => isWanted(Date.parse(updatedAt), wantedMs);
  };

/** For everybody, from the microversion that knows them. */
const openFilters: Readonly<Record<string, { readonly first: number; readonly filter: Filter }>> = {
  name: { first: 1, filter: pattern(({ name }) => name) },
  image: { first: 1, filter: exact(({ imageId }) => imageId) },
  flavor: { first: 1, filter: exact(({ flavor }) => flavor.id) },
  reservation_id: { first: 1, filter: exact(({ reservationId }) => reservationId) },
  ip: { first: 1, filter: addressFilter(4) },
  ip6: { first: 5, filter: addressFilter(6) },
  'changes-since': { first: 1, filter: since((updated, wanted) => updated >= wanted) },
  'changes-before': { first: 66, filter: since((updated, wanted) => updated <= wanted) },
  tags: { first: 26, filter: tagFilter((wanted, tags) => wanted.every((tag) => tags.includes(tag))) },
  'tags-any': { first: 26, filter: tagFilter((wanted, tags) => wanted.some((tag) => tags.includes(tag))) },
  'not-tags': { first: 26, filter: tagFilter((wanted, tags) => !wanted.every((tag) => tags.includes(tag))) },
  'not-tags-any': { first: 26, filter: tagFilter((wanted, tags) => !wanted.some((tag) => tags.includes(tag))) },
  locked: {
    first: 73,
    filter:
      (text) =>
      ({ lockedBy }) =>
        (lockedBy !== undefined) === strictBoolean(text),
  },
  availability_zone: { first: 83, filter: pattern(({ host, zone }) => (host === null ? zone : 'nova')) },
  key_name: { first: 83, filter: pattern(({ keyName }) => keyName) },
  task_state: { first: 83, filter: pattern(({ taskState }) => taskState) },
  vm_state: { first: 83, filter: pattern(vmStateOf) },
  power_state: { first: 83, filter: pattern((server) => String(powerStateOf(server))) },
  user_id: { first: 83, filter: exact(({ userId }) => userId) },
  config_drive: {
    first: 83,
    filter:
      (text) =>
      ({ hasConfigDrive }) =>
        hasConfigDrive === strictBoolean(text),
  },
  hostname: { first: 90, filter: pattern(({ hostname }) => hostname) },
};

/** For administrators at any microversion. */
const adminFilters: Readonly<Record<string, Filter>> = {
  host: pattern(({ host }) => host),
  node: pattern(({ host }) => host),
  uuid: exact(({ id }) => id),
  description: pattern(({ description }) => description),
  display_description: pattern(({ description }) => description),
  display_name: pattern(({ name }) => name),
  image_ref: pattern(({ imageId }) => imageId),
  // Nothing that is deleted is kept here.
  deleted: (text) => () => !['1', 't', 'true', 'on', 'y', 'yes'].includes(text.toLowerCase()),
  soft_deleted: () => () => true,
};

const ownNames = ['status', 'all_tenants', 'project_id', 'tenant_id', 'limit', 'marker', 'sort_key', 'sort_dir'];
const otherNames = ['launch_index', 'kernel_id', 'ramdisk_id', 'launched_at', 'terminated_at', 'created_at'];
const idleNames = ['locked_by', 'root_device_name', 'access_ip_v4', 'access_ip_v6', 'auto_disk_config', 'progress'];
const joinedNames = [
  'block_device_mapping',
  'services',
  'metadata',
  'system_metadata',
  'info_cache',
  'security_groups',
  'pci_devices',
];
const patternNames = ['name', 'ip', 'ip6', 'host', 'hostname', 'key_name', 'task_state', 'vm_state', 'description'];
const timeNames = ['changes-since', 'changes-before'];

function checkNames(request: FastifyRequest, query: Query): void {
  const known = [Object.keys(openFilters), Object.keys(adminFilters), ownNames, otherNames, idleNames, joinedNames];
  const unknown = query.names.find((name) => !known.flat().includes(name) && !name.startsWith('_'));
  if (unknown !== undefined && microversion(request) >= 75) {
    throw new ApiFault(400, `'${unknown}' does not match any of the regexes: '^_'`);
  }
  const isShut = (name: string): boolean => joinedNames.includes(name) || name.startsWith('_');
  const shut = query.names.find(isShut);
  if (shut !== undefined && isAdmin(callerOf(request))) throw new ApiFault(400, `Invalid filter field: ${shut}.`);
  for (const name of patternNames) for (const text of query.all(name)) expressionOf(text, name);
  for (const name of timeNames) for (const text of query.all(name)) checkTime(name, text);
}

function expressionOf(text: string, name = 'name'): RegExp {
  try {
    return new RegExp(text, 'iu');
  } catch {
    const message = `Invalid input for query parameters ${name}. Value: ${text}. '${text}' is not a 'regex'`;
    throw new ApiFault(400, message);
  }
}

function checkTime(name: string, text: string): void {
  if (!Number.isNaN(Date.parse(text))) return;
  throw new ApiFault(400, `Invalid input for query parameters ${name}. Value: ${text}. '${text}' is not a 'date-time'`);
}

/** Only who asks for all projects, as administrators may, can name one. */
function projectTest(request: FastifyRequest, query: Query, policy: string): Test {
  const caller = callerOf(request);
  const text = query.get('all_tenants');
  const isAll = text !== undefined && (text === '' || strictBoolean(text));
  if (!isAll) return ({ projectId }) => projectId === caller.projectId;
  adminPolicy(request, `os_compute_api:servers:${policy}:get_all_tenants`);
  const wanted = query.get('tenant_id') ?? query.get('project_id');
  return ({ projectId }) => wanted === undefined || projectId === wanted;
}

const statuses = [
  'ACTIVE',
  'BUILD',
  'DELETED',
  'ERROR',
  'HARD_REBOOT',
  'MIGRATING',
  'PASSWORD',
  'PAUSED',
  'REBOOT',
  'REBUILD',
  'RESCUE',
  'RESIZE',
  'REVERT_RESIZE',
  'SHELVED',
  'SHELVED_OFFLOADED',
  'SHUTOFF',
  'SOFT_DELETED',
  'SUSPENDED',
  'VERIFY_RESIZE',
];

function statusTest(request: FastifyRequest, query: Query): Test {
  const wanted = query.all('status').map((status) => status.toUpperCase());
  if (wanted.length === 0) return () => true;
  if (wanted.includes('DELETED') && !isAdmin(callerOf(request))) {
    throw new ApiFault(403, 'Only administrators may list deleted instances');
  }
  if (!wanted.some((status) => statuses.includes(status)) && microversion(request) >= 38) {
    throw new ApiFault(400, 'Invalid status value');
  }
  return (server) => wanted.includes(shownStatus(server));
}

function filterTests(cloud: SimCloud, request: FastifyRequest, query: Query): Test[] {
  const minor = microversion(request);
  const isAdministrator = isAdmin(callerOf(request));
  return query.names.flatMap((name) => {
    const text = query.get(name) ?? '';
    const open = openFilters[name];
    if (open !== undefined && (isAdministrator || minor >= open.first)) return [open.filter(text, cloud)];
    const own = isAdministrator ? adminFilters[name] : undefined;
    return own === undefined ? [] : [own(text, cloud)];
  });
}

/** Fields that tell one server from another in no useful way here. */
const idleSortKeys: readonly string[] = [
  'access_ip_v4',
  'access_ip_v6',
  'auto_disk_config',
  'availability_zone',
  'config_drive',
  'display_description',
  'image_ref',
  'instance_type_id',
  'kernel_id',
  'key_name',
  'launch_index',
  'launched_at',
  'locked',
  'locked_by',
  'node',
  'power_state',
  'progress',
  'ramdisk_id',
  'root_device_name',
  'terminated_at',
];

const sortKeys: Readonly<Record<string, (server: Server) => string>> = {
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
  display_name: ({ name }) => name.toLowerCase(),
  uuid: ({ id }) => id,
  host: ({ host }) => host ?? '',
  hostname: ({ hostname }) => hostname,
  project_id: ({ projectId }) => projectId,
  user_id: ({ userId }) => userId,
  vm_state: vmStateOf,
  task_state: ({ taskState }) => taskState ?? '',
};

/** Sorting by what no field is called is refused; by hosts, for everybody but administrators. */
function checkSortKeys(request: FastifyRequest, query: Query): void {
  for (const name of query.all('sort_key')) {
    if (!(name in sortKeys) && !idleSortKeys.includes(name)) {
      const message = `Invalid input for query parameters sort_key. Value: ${name}. '${name}' is not one of`;
      throw new ApiFault(400, `${message} ['${Object.keys(sortKeys).join("', '")}']`);
    }
    if ((name === 'host' || name === 'node') && !isAdmin(callerOf(request))) {
      throw new ApiFault(403, `Only administrators can sort servers by ${name}`);
    }
  }
}

function sorted(servers: readonly Server[], query: Query): Server[] {
  const directions = query.all('sort_dir');
  const orders = query.all('sort_key').flatMap((name, index) => {
    const keyOf = sortKeys[name];
    return keyOf === undefined ? [] : [{ keyOf, sign: (directions[index] ?? directions[0]) === 'asc' ? 1 : -1 }];
  });
  const isTurned = orders.length === 0 && directions[0] === 'asc';
  return servers.toSorted((one, other) => {
    const order = orders.find(({ keyOf }) => keyOf(one) !== keyOf(other));
    if (order === undefined) return isTurned ? servers.indexOf(other) - servers.indexOf(one) : 0;
    return order.keyOf(one) < order.keyOf(other) ? -order.sign : order.sign;
  });
}
