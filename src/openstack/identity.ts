import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';

/** A project as `GET /v3/projects` gives it; operators may add attributes of their own, which are kept. */
export const projectSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string(),
  parent_id: z.string().nullish(),
  description: z.string().nullish(),
  enabled: z.boolean(),
  is_domain: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  options: z.record(z.string(), z.unknown()).default({}),
});
export type ProjectAnswer = z.infer<typeof projectSchema>;

/** A user as `GET /v3/users` gives it; operators may add attributes of their own, which are kept. */
export const userSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string(),
  enabled: z.boolean(),
  description: z.string().nullish(),
  email: z.string().nullish(),
  default_project_id: z.string().nullish(),
  /** Absent for users of an LDAP directory, null for a password that does not expire. */
  password_expires_at: z.string().nullish(),
  options: z.record(z.string(), z.unknown()).default({}),
  federated: z.array(z.unknown()).default([]),
});
export type UserAnswer = z.infer<typeof userSchema>;

/** A role as `GET /v3/roles` gives it; `domain_id` is null for one that all domains share. */
export const roleSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string().nullish(),
  description: z.string().nullish(),
  options: z.record(z.string(), z.unknown()).default({}),
});
export type RoleAnswer = z.infer<typeof roleSchema>;

const named = z.looseObject({ id: z.string(), name: z.string() });
const owned = named.extend({ domain: named });

/** One row of `GET /v3/role_assignments?include_names=true`: a user or group, a role, and where it holds. */
export const roleAssignmentSchema = z.looseObject({
  user: owned.optional(),
  group: owned.optional(),
  role: named,
  scope: z.looseObject({
    project: owned.optional(),
    domain: named.optional(),
    'OS-INHERIT:inherited_to': z.string().optional(),
  }),
});
export type RoleAssignmentAnswer = z.infer<typeof roleAssignmentSchema>;

/** Direct assignments only: an effective list would hold what inheritance, groups and implied roles add. */
export function listRoleAssignments(
  cloud: Cloud,
  filters: Readonly<Record<string, string>> = {},
): Promise<RoleAssignmentAnswer[]> {
  const path = '/role_assignments';
  const query = { include_names: true, ...filters };
  return list(cloud, { service: 'identity', path, key: 'role_assignments', item: roleAssignmentSchema, query });
}

/** A domain; only its name is needed, to find the one of that name on the other side. */
export const domainSchema = z.looseObject({ id: z.string(), name: z.string() });

const known = new WeakMap<Cloud, Promise<ReadonlyMap<string, string>>>();

/** Domain names by id, read once for each cloud and process. */
export function domainNames(cloud: Cloud): Promise<ReadonlyMap<string, string>> {
  const held = known.get(cloud);
  if (held !== undefined) return held;
  const reading = list(cloud, { service: 'identity', path: '/domains', key: 'domains', item: domainSchema }).then(
    (domains) => new Map(domains.map(({ id, name }) => [id, name])),
  );
  known.set(cloud, reading);
  return reading;
}

/** The id of the domain of that name. Throws a Problem when the cloud has none. */
export async function requireDomain(cloud: Cloud, name: string): Promise<string> {
  for (const [id, domain] of await domainNames(cloud)) if (domain === name) return id;
  throw new Problem({
    summary: `cloud ${cloud.name} has no domain ${name}`,
    cure: `Create it: openstack --os-cloud ${cloud.name} domain create ${JSON.stringify(name)}`,
    remedy: 'ask',
  });
}

/**
 * All users of a cloud. Where domains have identity drivers of their own, Keystone lists the token's domain only: the
 * domains that the answer leaves out are asked for one by one.
 */
export async function listUsers(cloud: Cloud): Promise<UserAnswer[]> {
  const collection = { service: 'identity', path: '/users', key: 'users', item: userSchema } as const;
  const [users, names] = await Promise.all([list(cloud, collection), domainNames(cloud)]);
  const listed = new Set(users.map((user) => user.domain_id));
  const others = [...names.keys()].filter((id) => !listed.has(id));
  const more = await Promise.all(others.map((id) => list(cloud, { ...collection, query: { domain_id: id } })));
  return [...users, ...more.flat()];
}

/** Names of the projects in which a cloud keeps the users of its own services. */
const serviceProjects = new Set(['service', 'services']);

export function isServiceProject(name: string): boolean {
  return serviceProjects.has(name);
}

/** Users by whose names the usual deployment tools create the accounts of a cloud's own services. */
const serviceUsers = new Set(
  (
    'aodh barbican blazar ceilometer ceph_rgw cinder cinderv2 cinderv3 cloudkitty cyborg designate dispersion ec2api ' +
    'freezer glance gnocchi heat heat-cfn heat_domain_admin horizon ironic ironic-inspector keystone kuryr magnum ' +
    'magnum_trustee_domain_admin manila masakari mistral monasca murano neutron nova octavia panko placement ' +
    'prometheus-openstack-exporter sahara senlin skyline swift tacker trove vitrage watcher zaqar zun'
  ).split(' '),
);

/** Domains in which the accounts of services live; elsewhere a user of such a name is a person's. */
const serviceDomains = new Set(['default', 'service', 'services', 'service_domain', 'heat', 'magnum']);

export function isServiceUser(name: string, domainName: string): boolean {
  return serviceUsers.has(name) && serviceDomains.has(domainName.toLowerCase());
}
