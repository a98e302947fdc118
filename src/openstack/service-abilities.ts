import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { plural } from '../base/units.ts';
import { getJson } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';
import { compareVersions } from './compare-versions.ts';
import type { Service } from './service.ts';

/** What a service can and cannot, in words for a person who plans a migration. */
export interface ServiceAbilities {
  readonly can: readonly string[];
  readonly cannot: readonly string[];
}

/** Asks a service what it can, in one or two calls. `version` is its newest one. */
export function readServiceAbilities(cloud: Cloud, service: Service, version: string): Promise<ServiceAbilities> {
  return readers[service](cloud, version);
}

const readers: Readonly<Record<Service, (cloud: Cloud, version: string) => Promise<ServiceAbilities>>> = {
  identity: readIdentity,
  compute: readCompute,
  image: readImage,
  network: readNetwork,
  'block-storage': readBlockStorage,
  placement: () => Promise.resolve({ can: [], cannot: [] }),
};

const domainsAnswer = z.looseObject({ domains: z.array(z.looseObject({ name: z.string() })) });

async function readIdentity(cloud: Cloud): Promise<ServiceAbilities> {
  const answer = await getIfAllowed(cloud, 'identity', '/domains', domainsAnswer);
  if (answer === undefined) return { can: [], cannot: ['administer users and projects'] };
  return { can: [`administer ${plural(answer.domains.length, 'domain')}`], cannot: [] };
}

/** Nova's "REST API Version History", as far as a migration profits from it. */
const computeSince: readonly (readonly [version: string, ability: string])[] = [
  ['2.10', 'keypairs of other users'],
  ['2.19', 'server descriptions'],
  ['2.52', 'server tags'],
  ['2.55', 'flavor descriptions'],
  ['2.90', 'host names of choice'],
  ['2.92', 'keypairs of any name'],
];

const computeServicesAnswer = z.looseObject({
  services: z.array(z.looseObject({ status: z.string(), state: z.string() })),
});

async function readCompute(cloud: Cloud, version: string): Promise<ServiceAbilities> {
  const answer = await getIfAllowed(cloud, 'compute', '/os-services?binary=nova-compute', computeServicesAnswer);
  const ready = answer?.services.filter(({ status, state }) => status === 'enabled' && state === 'up') ?? [];
  const hosts = answer === undefined ? [] : [`${ready.length} of ${plural(answer.services.length, 'host')} ready`];
  const abilities = split(computeSince, (since) => compareVersions(version, since) >= 0);
  return { ...abilities, can: [...hosts, ...abilities.can] };
}

const importAnswer = z.looseObject({ 'import-methods': z.looseObject({ value: z.array(z.string()) }) });
const storesAnswer = z.looseObject({
  stores: z.array(z.looseObject({ id: z.string(), default: z.union([z.string(), z.boolean()]).optional() })),
});

/** Glance before Pike has no import, and one with a single store tells nothing of it. */
async function readImage(cloud: Cloud): Promise<ServiceAbilities> {
  const [imports, several] = await Promise.all([
    getIfAllowed(cloud, 'image', '/info/import', importAnswer),
    getIfAllowed(cloud, 'image', '/info/stores', storesAnswer),
  ]);
  const methods = imports?.['import-methods'].value ?? [];
  const stores = several?.stores.map(({ id, default: isDefault }) => {
    return isDefault === undefined || String(isDefault) === 'false' ? id : `${id} by default`;
  });
  const inStores = stores === undefined ? [] : [`stores (${stores.join(', ')})`];
  if (methods.length === 0) return { can: inStores, cannot: ['import'] };
  return { can: [`import (${methods.join(', ')})`, ...inStores], cannot: [] };
}

/** Neutron's extensions whose attributes a migration carries. */
const networkExtensions: readonly (readonly [alias: string, ability: string])[] = [
  ['router', 'routers'],
  ['security-group', 'security groups'],
  ['stateful-security-group', 'stateless security groups'],
  ['port-security', 'port security'],
  ['allowed-address-pairs', 'address pairs'],
  ['extra_dhcp_opt', 'DHCP options'],
  ['dns-integration', 'DNS names'],
  ['ext-gw-mode', 'gateways without SNAT'],
  ['extraroute', 'static routes'],
  ['net-mtu-writable', 'MTU of choice'],
  ['subnet-service-types', 'subnet service types'],
  ['standard-attr-tag', 'tags'],
];

async function readNetwork(cloud: Cloud): Promise<ServiceAbilities> {
  const service = 'network';
  const [extensions, external] = await Promise.all([
    list(cloud, { service, path: '/extensions', key: 'extensions', item: z.looseObject({ alias: z.string() }) }),
    list(cloud, {
      service,
      path: '/networks',
      key: 'networks',
      item: z.looseObject({ id: z.string(), name: z.string().default('') }),
      query: { 'router:external': true },
    }),
  ]);
  const aliases = new Set(extensions.map(({ alias }) => alias));
  const { can, cannot } = split(networkExtensions, (alias) => aliases.has(alias));
  const outside = external.map(({ id, name }) => name || id).join(', ');
  const counted = plural(aliases.size, 'extension');
  if (external.length === 0)
    return { can: [counted, ...can], cannot: ['floating IPs: no external network', ...cannot] };
  return { can: [counted, `external networks (${outside})`, ...can], cannot };
}

const poolsAnswer = z.looseObject({ pools: z.array(z.looseObject({ name: z.string() })) });

/** A pool is called `host@backend#pool`. */
async function readBlockStorage(cloud: Cloud): Promise<ServiceAbilities> {
  const answer = await getIfAllowed(cloud, 'block-storage', '/scheduler-stats/get_pools', poolsAnswer);
  if (answer === undefined) return { can: [], cannot: [] };
  const backEnds = answer.pools.map(({ name }) => name.replace(/^.*@/, '').replace(/#.*$/, ''));
  if (backEnds.length === 0) return { can: [], cannot: ['hold volumes: no back end is up'] };
  return { can: [`back ends (${[...new Set(backEnds)].toSorted().join(', ')})`], cannot: [] };
}

function split(
  abilities: readonly (readonly [test: string, ability: string])[],
  isGiven: (test: string) => boolean,
): ServiceAbilities {
  const wordsOf = (wanted: boolean): string[] =>
    abilities.filter(([test]) => isGiven(test) === wanted).map(([, ability]) => ability);
  return { can: wordsOf(true), cannot: wordsOf(false) };
}

/** Undefined where the service has no such call, or our rights do not reach that far. */
async function getIfAllowed<T>(
  cloud: Cloud,
  service: Service,
  path: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  try {
    return await getJson(cloud, service, path, schema);
  } catch (problem) {
    if (problem instanceof Problem && (problem.status === 403 || problem.status === 404)) return undefined;
    throw problem;
  }
}
