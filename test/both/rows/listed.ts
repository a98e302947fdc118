import { z } from 'zod';
import { getJson } from '../../../src/openstack/calls.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import type { Service } from '../../../src/openstack/service.ts';
import type { KindName } from '../../../src/resources/kind.ts';

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
  readonly kind: KindName;
  /** What stands for a thing in a plan, if it is not its name. */
  planned?(one: { readonly name: string; readonly resource: object }): string;
}

const named = z.looseObject({ name: z.string() });
const compute = { service: 'compute', microversion: 'compute 2.90' } as const;
const domains: Listed = { kind: 'domain', service: 'identity', path: '/domains' };
const userGroups: Listed = { kind: 'group', service: 'identity', path: '/groups' };
const projects: Listed = { kind: 'project', service: 'identity', path: '/projects' };
const users: Listed = { kind: 'user', service: 'identity', path: '/users' };
/** Those of the domain `default` too, which no plain list has. */
const roles: Listed = {
  kind: 'role',
  service: 'identity',
  path: '/roles',
  async read(cloud) {
    const all = { service: 'identity', path: '/roles', key: 'roles', item: named } as const;
    const lists = await Promise.all([list(cloud, all), list(cloud, { ...all, query: { domain_id: 'default' } })]);
    return lists.flat().map(({ name }) => name);
  },
};
const flavors: Listed = { kind: 'flavor', ...compute, path: '/flavors/detail', query: { is_public: 'None' } };
const volumes: Listed = {
  kind: 'volume',
  service: 'block-storage',
  path: '/volumes/detail',
  query: { all_tenants: true },
};
const volumeTypes: Listed = {
  kind: 'volume-type',
  service: 'block-storage',
  path: '/types',
  query: { is_public: 'None' },
};
const servers: Listed = { kind: 'server', ...compute, path: '/servers/detail', query: { all_tenants: true } };
const keypairs: Listed = {
  kind: 'keypair',
  ...compute,
  path: '/os-keypairs',
  isOfUsers: true,
  nameOf: (answer) => z.looseObject({ keypair: named }).parse(answer).keypair.name,
};
const limited = z.looseObject({ set: z.looseObject({ compute: z.looseObject({ instances: z.number() }).optional() }) });
/** By project, the limit of servers. */
const quotas: Listed = {
  kind: 'quota',
  ...compute,
  path: '/os-quota-sets',
  planned: ({ name, resource }) => `${name} ${limited.parse(resource).set.compute?.instances}`,
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
function tagOf(answer: object): string {
  return tagged.parse(answer).tags.find((tag) => tag.startsWith('is ')) ?? '';
}
const floatingIps: Listed = {
  kind: 'floating-ip',
  service: 'network',
  path: '/floatingips',
  nameOf: tagOf,
  planned: ({ resource }) => tagOf(resource),
};
const groups: Listed = { kind: 'server-group', ...compute, path: '/os-server-groups', query: { all_projects: true } };
const images: Listed = { kind: 'image', service: 'image', path: '/images', query: { visibility: 'all', limit: 500 } };
const securityGroups: Listed = { kind: 'security-group', service: 'network', path: '/security-groups' };
const networks: Listed = { kind: 'network', service: 'network', path: '/networks' };
const subnets: Listed = { kind: 'subnet', service: 'network', path: '/subnets' };
const routers: Listed = { kind: 'router', service: 'network', path: '/routers' };
const ports: Listed = { kind: 'port', service: 'network', path: '/ports' };

const assignmentSchema = z.looseObject({
  role: named,
  user: named.optional(),
  scope: z.looseObject({ project: named.optional() }),
});
const assignments: Listed = {
  kind: 'role-assignment',
  service: 'identity',
  path: '/role_assignments',
  query: { include_names: true },
  nameOf(answer) {
    const { role, user, scope } = assignmentSchema.parse(answer);
    return `${user?.name} is ${role.name} on ${scope.project?.name}`;
  },
};

/** Every collection that rows look at. */
export const listed = {
  domains,
  userGroups,
  projects,
  users,
  roles,
  flavors,
  volumes,
  volumeTypes,
  servers,
  keypairs,
  quotas,
  floatingIps,
  groups,
  images,
  securityGroups,
  networks,
  subnets,
  routers,
  ports,
  assignments,
} as const;
