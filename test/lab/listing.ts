import { z } from 'zod';
import { canonicalJson } from '../../src/base/json.ts';
import type { Cloud } from '../../src/openstack/cloud.ts';
import { list } from '../../src/openstack/collection.ts';
import type { Service } from '../../src/openstack/service.ts';

/** Everything that a cloud's services list, by collection, as lines that can be compared. */
export type Listing = Readonly<Record<string, readonly string[]>>;

interface Collected {
  readonly service: Service;
  readonly path: string;
  readonly key: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly microversion?: string;
}

const collections: readonly Collected[] = [
  { service: 'identity', path: '/projects', key: 'projects' },
  { service: 'identity', path: '/users', key: 'users' },
  { service: 'identity', path: '/groups', key: 'groups' },
  { service: 'identity', path: '/domains', key: 'domains' },
  { service: 'identity', path: '/roles', key: 'roles' },
  { service: 'identity', path: '/role_assignments', key: 'role_assignments' },
  { service: 'identity', path: '/credentials', key: 'credentials' },
  {
    service: 'compute',
    path: '/servers/detail',
    key: 'servers',
    query: { all_tenants: true },
    microversion: 'compute 2.90',
  },
  {
    service: 'compute',
    path: '/flavors/detail',
    key: 'flavors',
    query: { is_public: 'None' },
    microversion: 'compute 2.90',
  },
  {
    service: 'compute',
    path: '/os-server-groups',
    key: 'server_groups',
    query: { all_projects: true },
    microversion: 'compute 2.90',
  },
  { service: 'image', path: '/images', key: 'images', query: { visibility: 'all', limit: 500 } },
  { service: 'image', path: '/images', key: 'images', query: { visibility: 'all', os_hidden: true, limit: 500 } },
  ...[
    'networks',
    'subnets',
    'routers',
    'ports',
    'floatingips',
    'security-groups',
    'security-group-rules',
    'trunks',
  ].map((name): Collected => ({ service: 'network', path: `/${name}`, key: name.replaceAll('-', '_') })),
  { service: 'block-storage', path: '/volumes/detail', key: 'volumes', query: { all_tenants: true } },
  { service: 'block-storage', path: '/snapshots/detail', key: 'snapshots', query: { all_tenants: true } },
  { service: 'block-storage', path: '/types', key: 'volume_types', query: { is_public: 'None' } },
  { service: 'block-storage', path: '/qos-specs', key: 'qos_specs' },
];

/** Fields that change without anybody having changed the thing. */
const volatile = new Set([
  'updated_at',
  'updated',
  'revision_number',
  'links',
  'password_expires_at',
  'OS-SRV-USG:launched_at',
  'OS-SRV-USG:terminated_at',
  'OS-EXT-STS:task_state',
  'progress',
  'hostId',
  'OS-EXT-SRV-ATTR:host',
]);

/**
 * Lists a cloud whole. Keypairs are asked for user by user, since Nova has no list of all. Groups of the cloud's
 * own `service` project are left out: Neutron makes its default security group when Nova first asks for groups.
 */
export async function takeListing(cloud: Cloud): Promise<Listing> {
  const projects = await list(cloud, { service: 'identity', path: '/projects', key: 'projects', item: named });
  const serviceProject = projects.find(({ name }) => name === 'service')?.id;
  const parts = await Promise.all(
    collections.map(async ({ microversion, query, ...collection }) => {
      const options = { ...(query && { query }), ...(microversion !== undefined && { microversion }) };
      const members = await list(cloud, { ...collection, ...options, item: z.looseObject({}) });
      const name = `${collection.service}${collection.path}${query?.['os_hidden'] === true ? ' (hidden)' : ''}`;
      const isOwn = (member: Record<string, unknown>): boolean =>
        collection.path.startsWith('/security-group') && member['project_id'] === serviceProject;
      return [
        name,
        members
          .filter((member) => !isOwn(member))
          .map(stable)
          .toSorted(),
      ] as const;
    }),
  );
  return { ...Object.fromEntries(parts), keypairs: await keypairs(cloud) };
}

const named = z.looseObject({ id: z.string(), name: z.string() });

function stable(member: object): string {
  const kept = Object.entries(member).filter(([name]) => !volatile.has(name));
  return canonicalJson(Object.fromEntries(kept));
}

async function keypairs(cloud: Cloud): Promise<string[]> {
  const users = await list(cloud, {
    service: 'identity',
    path: '/users',
    key: 'users',
    item: z.looseObject({ id: z.string() }),
  });
  const lists = await Promise.all(
    users.map(({ id }) =>
      list(cloud, {
        service: 'compute',
        path: '/os-keypairs',
        key: 'keypairs',
        item: z.looseObject({}),
        query: { user_id: id },
        microversion: 'compute 2.90',
      }),
    ),
  );
  return lists.flat().map(stable).toSorted();
}
