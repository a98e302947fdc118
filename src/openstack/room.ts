import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import type { AddressRange } from './address-range.ts';
import { getIfThere, getJson } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';
import { computeVersion } from './compute.ts';
import { type ProjectQuotas, readQuotas } from './quotas.ts';
import { type PoolRoom, readPools } from './pools.ts';

/** What is left of one class of a host, such as VCPU or MEMORY_MB, as Placement counts it. */
export interface ClassRoom {
  /** What it may give away in all: (total - reserved) × ratio. */
  readonly total: number;
  readonly free: number;
  /** The most that one server may have. */
  readonly most: number;
}

/** A host that takes new servers. */
export interface HostRoom {
  readonly name: string;
  readonly classes: Readonly<Record<string, ClassRoom>>;
}

export interface TakenAddress {
  readonly address: string;
  /** Neutron's name of what the port is for, such as `network:dhcp`; empty when it is for nothing. */
  readonly deviceOwner: string;
  readonly portId: string;
}

export interface SubnetRoom {
  readonly id: string;
  readonly networkId: string;
  readonly ipVersion: 4 | 6;
  readonly pools: readonly AddressRange[];
  /** Device owners that it is for, such as `network:floatingip`; for all when empty. */
  readonly serviceTypes: readonly string[];
  /** Addresses that ports have, within the pools and outside. */
  readonly taken: readonly TakenAddress[];
}

/** The parts that are read apart from each other. */
export type RoomPart = 'hosts' | 'quotas' | 'addresses' | 'images' | 'pools';

/** What a cloud has left for new things, at one moment. */
export interface Room {
  readonly hosts?: readonly HostRoom[];
  /** Limits and use by project. */
  readonly quotas?: ReadonlyMap<string, ProjectQuotas>;
  readonly subnets?: readonly SubnetRoom[];
  /** What Glance limits for the project that we are logged in to: it counts images for who creates them. */
  readonly images?: Readonly<Record<string, { readonly limit: number; readonly usage: number }>>;
  /** Where Cinder makes volumes; none where there is no block storage. */
  readonly pools?: readonly PoolRoom[];
  /** Why a part could not be read, in the cloud's words. */
  readonly unread: Readonly<Partial<Record<RoomPart, string>>>;
}

/** Asks a cloud what it has left, in parallel. What it does not tell is named in `unread`, and no Problem. */
export async function readRoom(cloud: Cloud, projectIds: readonly string[]): Promise<Room> {
  const [hosts, quotas, subnets, images, pools] = await Promise.all([
    attempt(() => readHosts(cloud)),
    attempt(() => readAllQuotas(cloud, projectIds)),
    attempt(() => readSubnets(cloud)),
    attempt(() => readImageUsage(cloud)),
    attempt(async () => ((await cloud.hasService('block-storage')) ? readPools(cloud) : [])),
  ]);
  const parts = { hosts, quotas, addresses: subnets, images, pools };
  const unread = Object.entries(parts).flatMap(([part, { why }]) => (why === undefined ? [] : [[part, why]]));
  return {
    ...(hosts.value && { hosts: hosts.value }),
    ...(quotas.value && { quotas: quotas.value }),
    ...(subnets.value && { subnets: subnets.value }),
    ...(images.value && { images: images.value }),
    ...(pools.value && { pools: pools.value }),
    unread: Object.fromEntries(unread),
  };
}

interface Attempt<T> {
  readonly value?: T;
  readonly why?: string;
}

async function attempt<T>(read: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await read() };
  } catch (problem) {
    if (problem instanceof Problem) return { why: problem.message };
    throw problem;
  }
}

const providerSchema = z.looseObject({ uuid: z.string(), name: z.string() });
const hypervisorSchema = z.looseObject({ hypervisor_hostname: z.string(), state: z.string(), status: z.string() });
const inventorySchema = z.looseObject({
  total: z.number(),
  reserved: z.number().default(0),
  allocation_ratio: z.number().default(1),
  max_unit: z.number(),
});
const inventoriesSchema = z.looseObject({ inventories: z.record(z.string(), inventorySchema) });
const usagesSchema = z.looseObject({ usages: z.record(z.string(), z.number()) });

/** Placement's providers of the hosts that are up and enabled: Nova names both alike. */
async function readHosts(cloud: Cloud): Promise<HostRoom[]> {
  const [hypervisors, providers] = await Promise.all([
    list(cloud, {
      service: 'compute',
      path: '/os-hypervisors',
      key: 'hypervisors',
      item: hypervisorSchema,
      microversion: `compute ${await computeVersion(cloud)}`,
    }),
    list(cloud, {
      service: 'placement',
      path: '/resource_providers',
      key: 'resource_providers',
      item: providerSchema,
    }),
  ]);
  const working = hypervisors.filter(({ state, status }) => state === 'up' && status === 'enabled');
  const names = new Set(working.map(({ hypervisor_hostname: name }) => name));
  return Promise.all(
    providers.filter(({ name }) => names.has(name)).map(({ uuid, name }) => readHost(cloud, uuid, name)),
  );
}

async function readHost(cloud: Cloud, id: string, name: string): Promise<HostRoom> {
  const path = `/resource_providers/${id}`;
  const [{ inventories }, { usages }] = await Promise.all([
    getJson(cloud, 'placement', `${path}/inventories`, inventoriesSchema),
    getJson(cloud, 'placement', `${path}/usages`, usagesSchema),
  ]);
  const classes = Object.entries(inventories).map(([key, inventory]): [string, ClassRoom] => {
    const total = Math.floor((inventory.total - inventory.reserved) * inventory.allocation_ratio);
    return [key, { total, free: total - (usages[key] ?? 0), most: inventory.max_unit }];
  });
  return { name, classes: Object.fromEntries(classes) };
}

async function readAllQuotas(cloud: Cloud, projectIds: readonly string[]): Promise<Map<string, ProjectQuotas>> {
  const rows = await Promise.all(
    projectIds.map(async (id): Promise<[string, ProjectQuotas][]> => {
      const quotas = await readQuotas(cloud, id);
      return quotas === undefined ? [] : [[id, quotas]];
    }),
  );
  return new Map(rows.flat());
}

const subnetSchema = z.looseObject({
  id: z.string(),
  network_id: z.string(),
  ip_version: z.union([z.literal(4), z.literal(6)]),
  allocation_pools: z.array(z.looseObject({ start: z.string(), end: z.string() })).default([]),
  service_types: z.array(z.string()).nullish(),
});
const portSchema = z.looseObject({
  id: z.string(),
  device_owner: z.string().default(''),
  fixed_ips: z.array(z.looseObject({ subnet_id: z.string(), ip_address: z.string() })).default([]),
});

/** All subnets with the addresses that are taken, out of the ports: only so is it known which ones. */
async function readSubnets(cloud: Cloud): Promise<SubnetRoom[]> {
  const [subnets, ports] = await Promise.all([
    list(cloud, { service: 'network', path: '/subnets', key: 'subnets', item: subnetSchema }),
    list(cloud, {
      service: 'network',
      path: '/ports',
      key: 'ports',
      item: portSchema,
      query: { fields: ['id', 'fixed_ips', 'device_owner'] },
    }),
  ]);
  const taken = Map.groupBy(
    ports.flatMap(({ id, device_owner, fixed_ips }) =>
      fixed_ips.map(({ subnet_id: subnetId, ip_address: address }) => ({
        subnetId,
        taken: { address, deviceOwner: device_owner, portId: id },
      })),
    ),
    ({ subnetId }) => subnetId,
  );
  return subnets.map(({ id, network_id, ip_version, allocation_pools, service_types }) => ({
    id,
    networkId: network_id,
    ipVersion: ip_version,
    pools: allocation_pools.map(({ start, end }) => ({ start, end })),
    serviceTypes: service_types ?? [],
    taken: (taken.get(id) ?? []).map((one) => one.taken),
  }));
}

const imageUsageSchema = z.looseObject({
  usage: z.record(z.string(), z.looseObject({ limit: z.number(), usage: z.number() })),
});

/** Empty where Glance limits nothing, or is older than its limits (Image API 2.13, "Quota usage"). */
async function readImageUsage(cloud: Cloud): Promise<Record<string, { limit: number; usage: number }>> {
  const answer = await getIfThere(cloud, 'image', '/info/usage', imageUsageSchema);
  return answer?.usage ?? {};
}
