import { z } from 'zod';
import { getIfThere, type Query, removeIfThere, sendJson } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';

/** Attributes that every resource of Neutron has; older releases call the owner `tenant_id`. */
export const standardFields = {
  id: z.string(),
  name: z.string().default(''),
  project_id: z.string().nullish(),
  tenant_id: z.string().nullish(),
  description: z.string().nullish(),
  tags: z.array(z.string()).default([]),
};

interface Owned {
  readonly project_id?: string | null | undefined;
  readonly tenant_id?: string | null | undefined;
}

/** The owner; undefined for what Neutron makes for itself, which has an empty one. */
export function ownerOf({ project_id, tenant_id }: Owned): string | undefined {
  return project_id || tenant_id || undefined;
}

/** The calls that all collections of Neutron have (Networking API v2.0). `T` is one member's answer. */
export interface NetworkCollection<T> {
  list(cloud: Cloud, query?: Query): Promise<T[]>;
  /** Undefined when it is gone. */
  read(cloud: Cloud, id: string): Promise<T | undefined>;
  create(cloud: Cloud, body: object): Promise<T>;
  update(cloud: Cloud, id: string, body: object): Promise<T>;
  /** One already gone is success. */
  remove(cloud: Cloud, id: string): Promise<void>;
  /** Replaces all tags. */
  setTags(cloud: Cloud, id: string, tags: readonly string[]): Promise<void>;
}

/** `path` such as `/security-groups`; `singular` is the field of one answer, `security_group`. */
export function networkCollection<T>(path: string, singular: string, item: z.ZodType<T>): NetworkCollection<T> {
  const service = 'network';
  const one = z
    .looseObject({})
    .transform((answer) => answer[singular])
    .pipe(item);
  return {
    list: (cloud, query = {}) => list(cloud, { service, path, key: `${singular}s`, item, query }),
    read: (cloud, id) => getIfThere(cloud, service, `${path}/${id}`, one),
    create: (cloud, body) => sendJson(cloud, { service, method: 'POST', path, body: { [singular]: body } }, one),
    update: (cloud, id, body) =>
      sendJson(cloud, { service, method: 'PUT', path: `${path}/${id}`, body: { [singular]: body } }, one),
    async remove(cloud, id) {
      await removeIfThere(cloud, service, `${path}/${id}`);
    },
    async setTags(cloud, id, tags) {
      await cloud.send({ service, method: 'PUT', path: `${path}/${id}/tags`, body: { tags } });
    },
  };
}

/** As much of a port as tells whether it works. */
export const portStateSchema = z.looseObject({ id: z.string(), status: z.string(), admin_state_up: z.boolean() });
export type PortState = z.infer<typeof portStateSchema>;

const subnetAnswer = z.looseObject({
  ...standardFields,
  network_id: z.string(),
  ip_version: z.union([z.literal(4), z.literal(6)]),
  cidr: z.string(),
  is_range_unknown: z.boolean().nullish(),
  allocation_pools: z.array(z.looseObject({ start: z.string(), end: z.string() })).default([]),
  gateway_ip: z.string().nullish(),
  dns_nameservers: z.array(z.string()).default([]),
  host_routes: z.array(z.looseObject({ destination: z.string(), nexthop: z.string() })).default([]),
  enable_dhcp: z.boolean(),
  ipv6_ra_mode: z.string().nullish(),
  ipv6_address_mode: z.string().nullish(),
  service_types: z.array(z.string()).nullish(),
  dns_publish_fixed_ip: z.boolean().nullish(),
  subnetpool_id: z.string().nullish(),
  segment_id: z.string().nullish(),
});
export type SubnetAnswer = z.infer<typeof subnetAnswer>;

/** Subnets are read for their own sake, and to understand the addresses of ports and routers. */
export const subnets = networkCollection('/subnets', 'subnet', subnetAnswer);

/** True where the guest makes its own address from its MAC, so that no port may be given one. */
export function isAutomatic({ ipv6_address_mode }: SubnetAnswer): boolean {
  return ipv6_address_mode === 'slaac' || ipv6_address_mode === 'dhcpv6-stateless';
}

/** More ids than these make an address too long for a proxy on the way. */
const idsInQuery = 40;

/** The subnets of these ids, by id, in one call. */
export async function subnetsById(cloud: Cloud, ids: readonly string[]): Promise<Map<string, SubnetAnswer>> {
  const wanted = new Set(ids);
  if (wanted.size === 0) return new Map();
  const question = [...wanted].map((id) => `id=${id}`).join('&');
  const path = wanted.size > idsInQuery ? '/subnets' : `/subnets?${question}`;
  const found = await list(cloud, { service: 'network', path, key: 'subnets', item: subnetAnswer });
  return new Map(found.map((subnet) => [subnet.id, subnet]));
}

const external = z.looseObject({ id: z.string() });
const known = new WeakMap<Cloud, Promise<ReadonlySet<string>>>();

/** The networks that lead out of a cloud, read once for each cloud and process: operators hardly ever change them. */
export async function externalNetworkIds(cloud: Cloud): Promise<ReadonlySet<string>> {
  const reading = known.get(cloud) ?? readExternalNetworkIds(cloud);
  known.set(cloud, reading);
  try {
    return await reading;
  } catch (problem) {
    known.delete(cloud);
    throw problem;
  }
}

async function readExternalNetworkIds(cloud: Cloud): Promise<ReadonlySet<string>> {
  const query = { 'router:external': true };
  const found = await list(cloud, { service: 'network', path: '/networks', key: 'networks', item: external, query });
  return new Set(found.map(({ id }) => id));
}
