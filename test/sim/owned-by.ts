import type { Dump, DumpedRecord } from '../../sim/cloud/dump-state.ts';
import { recordsOf, textOf } from './checks/dumps.ts';
import { collections } from './checks/collections.ts';
import { pathOf } from './checks/check-assignments.ts';
import type { Wanted } from './checks/wanted.ts';

/** Whose a record is: each service has a word of its own for it. */
type OwnerOf = (record: DumpedRecord) => string;

/**
 * Kinds whose resources belong to a project, and to which. Not among them: snapshots of volumes, which stay behind
 * where volumes go through Glance.
 */
const ofProjects: Readonly<Record<string, OwnerOf>> = {
  'role-assignment': ({ target }) => idOf(target),
  'server-group': (record) => textOf(record, 'projectId'),
  image: (record) => textOf(record, 'owner'),
  'security-group': (record) => textOf(record, 'project_id'),
  network: (record) => textOf(record, 'project_id'),
  subnet: (record) => textOf(record, 'project_id'),
  router: (record) => textOf(record, 'project_id'),
  port: (record) => textOf(record, 'project_id'),
  'floating-ip': (record) => textOf(record, 'project_id'),
  volume: (record) => textOf(record, 'projectId'),
  quota: (record) => projectOfQuota(record),
  server: (record) => textOf(record, 'projectId'),
};

/** Kinds whose resources are nobody's. All of them move with everything. */
const ofAll = ['domain', 'project', 'user', 'group', 'role', 'flavor', 'keypair', 'volume-type'];

/** What is never moved, and is in no plan. */
const staying: Readonly<Record<string, (record: DumpedRecord, source: Dump) => boolean>> = {
  // Those of routers, floating IPs and DHCP: the destination makes its own.
  port: (record) => textOf(record, 'device_owner').startsWith('network:'),
  // The cloud's own services log in to it.
  project: ({ name }) => name === 'service',
  user: ({ name }) => serviceUsers.has(String(name)),
  'role-assignment': ({ actor, target }, { users = {}, projects = {} }) =>
    serviceUsers.has(textOf(users[idOf(actor)] ?? {}, 'name')) || projects[idOf(target)]?.['name'] === 'service',
};

const serviceUsers = new Set(['glance', 'placement', 'nova', 'neutron', 'cinder']);

/**
 * What has to be in the plan of a project, by the records of the source alone: what the program forgets is missed all
 * the same. Without a project, what has to be in a plan for everything.
 */
export function ownedBy(source: Dump, projectId: string | undefined): Wanted[] {
  const isChosen = (owner: string): boolean =>
    projectId === undefined ? textOf(source['projects']?.[owner] ?? {}, 'name') !== 'service' : owner === projectId;
  const owned = Object.entries(ofProjects).flatMap(([kind, ownerOf]) =>
    moving(kind)
      .filter((record) => isChosen(ownerOf(record)))
      .map((record) => wantedOf(kind, record)),
  );
  const others =
    projectId === undefined
      ? ofAll.flatMap((kind) => moving(kind).map((record) => wantedOf(kind, record)))
      : [{ kind: 'project', id: projectId }];
  return [...owned, ...others];

  function moving(kind: string): DumpedRecord[] {
    return recordsOf(source, collections[kind] ?? '').filter((record) => staying[kind]?.(record, source) !== true);
  }
}

function wantedOf(kind: string, record: DumpedRecord): Wanted {
  const ids: Readonly<Record<string, (record: DumpedRecord) => string>> = {
    'role-assignment': pathOf,
    quota: projectOfQuota,
  };
  return { kind, id: ids[kind]?.(record) ?? textOf(record, 'id') };
}

/** Limits have the id `service/project-id`. */
function projectOfQuota(record: DumpedRecord): string {
  return textOf(record, 'id').replace(/^.*\//, '');
}

function idOf(place: unknown): string {
  return typeof place === 'object' && place !== null && 'id' in place ? String(place.id) : '';
}
