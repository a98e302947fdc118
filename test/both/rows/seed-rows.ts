import { z } from 'zod';
import { getJson } from '../../../src/openstack/calls.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import type { Service } from '../../../src/openstack/service.ts';

/** A collection in which what moved is looked for. */
export interface Listed {
  readonly service: Service;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly microversion?: string;
  /** What stands for a thing: its `name` unless given. */
  readonly field?: string;
  nameOf?(answer: object): string;
  /** Nova lists it only user by user. */
  readonly isOfUsers?: true;
  /** Stands for the list, where there is none. */
  read?(cloud: Cloud): Promise<string[]>;
}

/** One row of the resource table with one strategy; NAME stands for what the names of the specimens begin with. */
export interface SeedRow {
  readonly row: string;
  readonly words: readonly string[];
  readonly listed: Listed;
  readonly has: readonly string[];
  readonly lacks?: readonly string[];
}

const named = z.looseObject({ name: z.string() });
const compute = { service: 'compute', microversion: 'compute 2.90' } as const;
const projects: Listed = { service: 'identity', path: '/projects' };
const users: Listed = { service: 'identity', path: '/users' };
const roles: Listed = { service: 'identity', path: '/roles' };
const flavors: Listed = { ...compute, path: '/flavors/detail', query: { is_public: 'None' } };
const volumes: Listed = { service: 'block-storage', path: '/volumes/detail', query: { all_tenants: true } };
const volumeTypes: Listed = { service: 'block-storage', path: '/types', query: { is_public: 'None' } };
const servers: Listed = { ...compute, path: '/servers/detail', query: { all_tenants: true } };
const keypairs: Listed = {
  ...compute,
  path: '/os-keypairs',
  isOfUsers: true,
  nameOf: (answer) => z.looseObject({ keypair: named }).parse(answer).keypair.name,
};
/** By project, the limit of servers. */
const quotas: Listed = {
  ...compute,
  path: '/os-quota-sets',
  async read(cloud) {
    const all = await list(cloud, {
      ...projects,
      key: 'projects',
      item: z.looseObject({ id: z.string(), name: z.string() }),
    });
    const own = all.filter(({ name }) => name.startsWith('row-'));
    const answer = z.looseObject({ quota_set: z.looseObject({ instances: z.number() }) });
    return await Promise.all(
      own.map(async ({ id, name }) => {
        const { quota_set: limits } = await getJson(cloud, 'compute', `/os-quota-sets/${id}`, answer);
        return `${name} ${limits.instances}`;
      }),
    );
  },
};
const tagged = z.looseObject({ tags: z.array(z.string()) });
const floatingIps: Listed = {
  service: 'network',
  path: '/floatingips',
  nameOf: (answer) => tagged.parse(answer).tags.find((tag) => tag.startsWith('is ')) ?? '',
};
const groups: Listed = { ...compute, path: '/os-server-groups', query: { all_projects: true } };
const images: Listed = { service: 'image', path: '/images', query: { visibility: 'all', limit: 500 } };
const securityGroups: Listed = { service: 'network', path: '/security-groups' };
const networks: Listed = { service: 'network', path: '/networks' };
const subnets: Listed = { service: 'network', path: '/subnets' };
const routers: Listed = { service: 'network', path: '/routers' };
const ports: Listed = { service: 'network', path: '/ports' };

const assignmentSchema = z.looseObject({
  role: named,
  user: named.optional(),
  scope: z.looseObject({ project: named.optional() }),
});
const assignments: Listed = {
  service: 'identity',
  path: '/role_assignments',
  query: { include_names: true },
  nameOf(answer) {
    const { role, user, scope } = assignmentSchema.parse(answer);
    return [user?.name, role.name, scope.project?.name].join(' ');
  },
};

const three = (kind: string): string[] => ['default', 'falsy', 'odd'].map((which) => `NAME ${kind} ${which}`);
const one = (kind: string): Pick<SeedRow, 'has' | 'lacks'> => ({
  has: [`NAME ${kind} odd`],
  lacks: [`NAME ${kind} default`, `NAME ${kind} falsy`],
});
const granted = three('user').map((user) => `${user} member NAME`);
const ofProject = ['--project', 'NAME'];

export const seedRows: readonly SeedRow[] = [
  { row: 'Keystone tenants: all', words: ['projects'], listed: projects, has: ['NAME', ...three('project')] },
  {
    row: 'Keystone tenants: used',
    words: ['projects', '--used'],
    listed: projects,
    has: ['NAME'],
    lacks: ['NAME project default'],
  },
  { row: 'Keystone tenants: specific', words: ['project:NAME project odd'], listed: projects, ...one('project') },
  { row: 'Keystone users: all', words: ['users'], listed: users, has: three('user') },
  {
    row: 'Keystone users: tenant',
    words: ['users', ...ofProject],
    listed: users,
    has: three('user'),
    lacks: ['carol'],
  },
  { row: 'Keystone users: specific', words: ['user:NAME user odd'], listed: users, ...one('user') },
  { row: 'Keystone roles: all', words: ['roles'], listed: roles, has: three('role') },
  { row: 'Keystone roles: specific', words: ['role:NAME role odd'], listed: roles, ...one('role') },
  { row: 'Keystone role assignments: all', words: ['role-assignments'], listed: assignments, has: granted },
  {
    row: 'Keystone role assignments: tenant',
    words: ['role-assignments', ...ofProject],
    listed: assignments,
    has: granted,
  },
  {
    row: 'Keystone role assignments: specific',
    words: ['role-assignment:NAME user odd is member on NAME'],
    listed: assignments,
    has: ['NAME user odd member NAME'],
    lacks: ['NAME user falsy member NAME'],
  },
  { row: 'Nova flavors: all', words: ['flavors'], listed: flavors, has: three('flavor') },
  {
    row: 'Nova flavors: public',
    words: ['flavors', '--public'],
    listed: flavors,
    has: ['NAME flavor default', 'NAME flavor odd'],
    lacks: ['NAME flavor falsy'],
  },
  { row: 'Nova flavors: specific', words: ['flavor:NAME flavor odd'], listed: flavors, ...one('flavor') },
  {
    row: 'Nova flavors: used',
    words: ['flavors', '--used', ...ofProject],
    listed: flavors,
    has: three('flavor'),
  },
  {
    row: 'Nova keypairs: user',
    words: ['keypairs', '--user', 'NAME user default'],
    listed: keypairs,
    has: three('keypair'),
  },
  { row: 'Nova keypairs: specific', words: ['keypair:NAME keypair odd'], listed: keypairs, ...one('keypair') },
  {
    row: 'Nova server groups: tenant',
    words: ['server-groups', ...ofProject],
    listed: groups,
    has: three('server group'),
  },
  {
    row: 'Nova and Neutron security groups: all',
    words: ['security-groups'],
    listed: securityGroups,
    has: three('security group'),
  },
  {
    row: 'Nova and Neutron security groups: tenant',
    words: ['security-groups', ...ofProject],
    listed: securityGroups,
    has: three('security group'),
  },
  {
    row: 'Nova and Neutron security groups: specific',
    words: ['security-group:NAME security group odd'],
    listed: securityGroups,
    ...one('security group'),
  },
  { row: 'Neutron networks: all', words: ['networks'], listed: networks, has: three('network') },
  { row: 'Neutron networks: tenant', words: ['networks', ...ofProject], listed: networks, has: three('network') },
  { row: 'Neutron networks: specific', words: ['network:NAME network odd'], listed: networks, ...one('network') },
  { row: 'Neutron subnets: tenant', words: ['subnets', ...ofProject], listed: subnets, has: three('subnet') },
  { row: 'Neutron routers: tenant', words: ['routers', ...ofProject], listed: routers, has: three('router') },
  { row: 'Neutron ports: tenant', words: ['ports', ...ofProject], listed: ports, has: three('port') },
  {
    row: 'Nova floating IPs: tenant',
    words: ['floating-ips', ...ofProject],
    listed: floatingIps,
    has: ['is default', 'is falsy', 'is odd'],
  },
  {
    row: 'Nova quotas: tenant',
    words: ['quotas', '--project', 'NAME project odd'],
    listed: quotas,
    has: ['NAME project odd -1'],
    lacks: ['NAME project falsy 0'],
  },
  { row: 'Glance images: tenant', words: ['images', ...ofProject], listed: images, has: three('image') },
  { row: 'Glance images: specific', words: ['image:NAME image odd'], listed: images, ...one('image') },
  {
    row: 'Nova instances: user',
    words: ['servers', '--user', 'NAME user default'],
    listed: servers,
    has: three('server'),
  },
  {
    row: 'Nova instances: tenant, a portion',
    words: ['servers', ...ofProject, '--limit', '1'],
    listed: servers,
    has: ['NAME server default'],
    lacks: ['NAME server odd'],
  },
  { row: 'Nova instances: specific', words: ['server:NAME server odd'], listed: servers, ...one('server') },
  {
    row: 'Nova instances: host and tenant',
    words: ['servers', '--host', '*', ...ofProject],
    listed: servers,
    has: three('server'),
  },
  { row: 'Cinder volumes: tenant', words: ['volumes', ...ofProject], listed: volumes, has: three('volume') },
  { row: 'Cinder volumes: specific', words: ['volume:NAME volume falsy'], listed: volumes, has: ['NAME volume falsy'] },
  {
    row: 'Cinder volume types: public',
    words: ['volume-types', '--public'],
    listed: volumeTypes,
    has: ['NAME volume type default', 'NAME volume type odd'],
    lacks: ['NAME volume type falsy'],
  },
];
