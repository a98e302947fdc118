import { z } from 'zod';
import { getJson } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';
import { domainSchema } from './identity.ts';

const externalSubnetSchema = z.object({ id: z.string(), networkId: z.string(), cidr: z.string() });

/** A subnet of an external network: where floating IPs and router gateways get their addresses. */
export type ExternalSubnet = z.infer<typeof externalSubnetSchema>;

/** What a cloud can do and what it offers to all projects; plain JSON, saved with a plan. */
export const capabilitiesSchema = z.object({
  /** Highest compute microversion that both the service and Pumphouse speak, as `2.90`. */
  computeVersion: z.string(),
  networkExtensions: z.array(z.string()),
  domains: z.array(z.object({ id: z.string(), name: z.string() })),
  externalSubnets: z.array(externalSubnetSchema),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** The newest compute microversion whose behaviour Pumphouse knows: Zed's. */
const newestComputeVersion = '2.93';

const versionAnswer = z.looseObject({ version: z.looseObject({ version: z.string() }) });
const externalNetworkSchema = z.looseObject({ id: z.string(), subnets: z.array(z.string()).default([]) });
const subnetSchema = z.looseObject({ id: z.string(), network_id: z.string(), cidr: z.string() });

/** Asks a cloud what it can do, in parallel and once. */
export async function readCapabilities(cloud: Cloud): Promise<Capabilities> {
  const [computeVersion, extensions, domains, externalSubnets] = await Promise.all([
    readComputeVersion(cloud),
    list(cloud, {
      service: 'network',
      path: '/extensions',
      key: 'extensions',
      item: z.looseObject({ alias: z.string() }),
    }),
    list(cloud, { service: 'identity', path: '/domains', key: 'domains', item: domainSchema }),
    readExternalSubnets(cloud),
  ]);
  return {
    computeVersion,
    networkExtensions: extensions.map(({ alias }) => alias).toSorted(),
    domains: domains.map(({ id, name }) => ({ id, name })),
    externalSubnets,
  };
}

async function readComputeVersion(cloud: Cloud): Promise<string> {
  const { version } = await getJson(cloud, 'compute', '/', versionAnswer);
  // A cloud from before microversions answers with none.
  if (version.version === '') return '2.1';
  return compareVersions(version.version, newestComputeVersion) < 0 ? version.version : newestComputeVersion;
}

async function readExternalSubnets(cloud: Cloud): Promise<ExternalSubnet[]> {
  const networks = await list(cloud, {
    service: 'network',
    path: '/networks',
    key: 'networks',
    item: externalNetworkSchema,
    query: { 'router:external': true },
  });
  const ids = networks.map(({ id }) => id);
  if (ids.length === 0) return [];
  const subnets = await list(cloud, {
    service: 'network',
    path: '/subnets',
    key: 'subnets',
    item: subnetSchema,
    query: { network_id: ids },
  });
  return subnets.map(({ id, network_id, cidr }) => ({ id, networkId: network_id, cidr }));
}

/** Negative, zero or positive as version `a` is below, the same as or above `b`; both as `2.90`. */
export function compareVersions(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}
