import { z } from 'zod';
import type { Cloud } from './cloud.ts';
import { type Collection, list } from './collection.ts';

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

/** A group of users as `GET /v3/groups` gives it. */
export const groupSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  domain_id: z.string(),
  description: z.string().nullish(),
});
export type GroupAnswer = z.infer<typeof groupSchema>;

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

/** A domain as `GET /v3/domains` gives it; to Keystone it is a project of its own kind. */
export const domainSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string().nullish(),
  enabled: z.boolean().default(true),
  tags: z.array(z.string()).default([]),
  options: z.record(z.string(), z.unknown()).default({}),
});
export type DomainAnswer = z.infer<typeof domainSchema>;

const known = new WeakMap<Cloud, Promise<ReadonlyMap<string, string>>>();

/** Domain names by id, for people; read once for each cloud and process, and again for an id that is new. */
export async function domainNames(cloud: Cloud, newest?: string): Promise<ReadonlyMap<string, string>> {
  const held = await known.get(cloud);
  if (held !== undefined && (newest === undefined || held.has(newest))) return held;
  const reading = list(cloud, { service: 'identity', path: '/domains', key: 'domains', item: domainSchema }).then(
    (domains) => new Map(domains.map(({ id, name }) => [id, name])),
  );
  known.set(cloud, reading);
  return reading;
}

/**
 * All users or groups of a cloud. Where domains have identity drivers of their own, Keystone lists the token's domain
 * only: the domains that the answer leaves out are asked for one by one.
 */
async function listInDomains<T extends { readonly domain_id: string }>(
  cloud: Cloud,
  collection: Collection<T>,
): Promise<T[]> {
  const [found, names] = await Promise.all([list(cloud, collection), domainNames(cloud)]);
  const listed = new Set(found.map((one) => one.domain_id));
  const others = [...names.keys()].filter((id) => !listed.has(id));
  const more = await Promise.all(others.map((id) => list(cloud, { ...collection, query: { domain_id: id } })));
  return [...found, ...more.flat()];
}

/** All users of a cloud, those of directories too. */
export function listUsers(cloud: Cloud): Promise<UserAnswer[]> {
  return listInDomains(cloud, { service: 'identity', path: '/users', key: 'users', item: userSchema });
}

/** All groups of users of a cloud, those of directories too. */
export function listGroups(cloud: Cloud): Promise<GroupAnswer[]> {
  return listInDomains(cloud, { service: 'identity', path: '/groups', key: 'groups', item: groupSchema });
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
const serviceDomains = new Set([
  'default',
  'service',
  'services',
  'service_domain',
  'heat',
  'heat_user_domain',
  'magnum',
]);

/** A domain in which a service, such as Heat, keeps accounts of its own. */
export function isServiceDomain(name: string): boolean {
  return name.toLowerCase() !== 'default' && serviceDomains.has(name.toLowerCase());
}

export function isServiceUser(name: string, domainName: string): boolean {
  return serviceUsers.has(name) && serviceDomains.has(domainName.toLowerCase());
}
