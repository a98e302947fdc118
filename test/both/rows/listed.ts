import { z } from 'zod';
import { getJson } from '../../../src/openstack/calls.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { list } from '../../../src/openstack/collection.ts';
import type { Service } from '../../../src/openstack/service.ts';
import type { KindName } from '../../../src/resources/kind.ts';
import { listRoles } from '../list-roles.ts';

/** A collection in which what moved is looked for. */
export interface Listed {
  readonly service: Service;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly microversion?: string;
  /** What stands for a thing: its `name` unless given. */
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
const limited = z.looseObject({ set: z.looseObject({ compute: z.looseObject({ instances: z.number() }).optional() }) });
const tagged = z.looseObject({ tags: z.array(z.string()) });
const assignmentSchema = z.looseObject({
  role: named,
  user: named.optional(),
  scope: z.looseObject({ project: named.optional() }),
});

/** Every collection that rows look at. */
export const listed = {
  domains: { kind: 'domain', service: 'identity', path: '/domains' },
  userGroups: { kind: 'group', service: 'identity', path: '/groups' },
  projects: { kind: 'project', service: 'identity', path: '/projects' },
  users: { kind: 'user', service: 'identity', path: '/users' },
  roles: {
    kind: 'role',
    service: 'identity',
    path: '/roles',
    read: async (cloud) => (await listRoles(cloud)).map(({ name }) => name),
  },
  flavors: { kind: 'flavor', ...compute, path: '/flavors/detail', query: { is_public: 'None' } },
  volumes: { kind: 'volume', service: 'block-storage', path: '/volumes/detail', query: { all_tenants: true } },
  volumeTypes: { kind: 'volume-type', service: 'block-storage', path: '/types', query: { is_public: 'None' } },
  servers: { kind: 'server', ...compute, path: '/servers/detail', query: { all_tenants: true } },
  keypairs: {
    kind: 'keypair',
    ...compute,
    path: '/os-keypairs',
    isOfUsers: true,
    nameOf: (answer) => z.looseObject({ keypair: named }).parse(answer).keypair.name,
  },
  /** By project, the limit of servers. */
  quotas: {
    kind: 'quota',
    ...compute,
    path: '/os-quota-sets',
    planned: ({ name, resource }) => `${name} ${limited.parse(resource).set.compute?.instances}`,
    read: listServerLimits,
  },
  floatingIps: {
    kind: 'floating-ip',
    service: 'network',
    path: '/floatingips',
    nameOf: tagOf,
    planned: ({ resource }) => tagOf(resource),
  },
  groups: { kind: 'server-group', ...compute, path: '/os-server-groups', query: { all_projects: true } },
  images: { kind: 'image', service: 'image', path: '/images', query: { visibility: 'all', limit: 500 } },
  securityGroups: { kind: 'security-group', service: 'network', path: '/security-groups' },
  networks: { kind: 'network', service: 'network', path: '/networks' },
  subnets: { kind: 'subnet', service: 'network', path: '/subnets' },
  routers: { kind: 'router', service: 'network', path: '/routers' },
  ports: { kind: 'port', service: 'network', path: '/ports' },
  assignments: {
    kind: 'role-assignment',
    service: 'identity',
    path: '/role_assignments',
    query: { include_names: true },
    nameOf(answer) {
      const { role, user, scope } = assignmentSchema.parse(answer);
      return `${user?.name} is ${role.name} on ${scope.project?.name}`;
    },
  },
} as const satisfies Record<string, Listed>;

async function listServerLimits(cloud: Cloud): Promise<string[]> {
  const item = z.looseObject({ id: z.string(), name: z.string() });
  const all = await list(cloud, { service: 'identity', path: '/projects', key: 'projects', item });
  const answer = z.looseObject({ quota_set: z.looseObject({ instances: z.number() }) });
  return await Promise.all(
    all.map(async ({ id, name }) => {
      const { quota_set: limits } = await getJson(cloud, 'compute', `/os-quota-sets/${id}`, answer);
      return `${name} ${limits.instances}`;
    }),
  );
}

function tagOf(answer: object): string {
  return tagged.parse(answer).tags.find((tag) => tag.startsWith('is ')) ?? '';
}
