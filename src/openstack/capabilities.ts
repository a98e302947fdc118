import { z } from 'zod';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';
import { computeVersion } from './compute.ts';
import { quotaTableSchema, readDefaultQuotas } from './quotas.ts';
import { listBackEnds, qosSpecsSchema, readQosSpecs } from './volume-types.ts';
import { readZones } from './zones.ts';

/** A network that a project may use although it is another's: an RBAC policy `access_as_shared` for it, or `*`. */
const sharedNetworkSchema = z.object({ networkId: z.string(), projectId: z.string() });

const externalSubnetSchema = z.object({ id: z.string(), networkId: z.string(), cidr: z.string() });

/** A subnet of an external network: where floating IPs and router gateways get their addresses. */
export type ExternalSubnet = z.infer<typeof externalSubnetSchema>;

/** What a cloud can do and what it offers to all projects; plain JSON, saved with a plan. */
export const capabilitiesSchema = z.object({
  /** Highest compute microversion that both the service and Pumphouse speak, as `2.90`. */
  computeVersion: z.string(),
  networkExtensions: z.array(z.string()),
  externalSubnets: z.array(externalSubnetSchema),
  /** Networks shared with single projects; absent in what was saved before they were asked for. */
  sharedNetworks: z.array(sharedNetworkSchema).optional(),
  /** What a project may have for which nothing is set. */
  quotaDefaults: quotaTableSchema.optional(),
  /** Nova's availability zones that users may name; absent where they could not be listed. */
  zones: z.array(z.string()).optional(),
  /** Names of the back ends that volume types may ask for; absent where they could not be listed. */
  volumeBackEnds: z.array(z.string()).optional(),
  /** Cinder's QoS specs; absent where they could not be listed. */
  qosSpecs: z.array(qosSpecsSchema).optional(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

const externalNetworkSchema = z.looseObject({ id: z.string(), subnets: z.array(z.string()).default([]) });
const subnetSchema = z.looseObject({ id: z.string(), network_id: z.string(), cidr: z.string() });

/** Asks a cloud what it can do, in parallel and once. */
export async function readCapabilities(cloud: Cloud): Promise<Capabilities> {
  const [version, extensions, externalSubnets, quotaDefaults, zones, volumeBackEnds, qosSpecs] = await Promise.all([
    computeVersion(cloud),
    list(cloud, {
      service: 'network',
      path: '/extensions',
      key: 'extensions',
      item: z.looseObject({ alias: z.string() }),
    }),
    readExternalSubnets(cloud),
    readDefaultQuotas(cloud),
    readZones(cloud),
    listBackEnds(cloud),
    readQosSpecs(cloud),
  ]);
  const networkExtensions = extensions.map(({ alias }) => alias).toSorted();
  return {
    computeVersion: version,
    networkExtensions,
    externalSubnets,
    sharedNetworks: networkExtensions.includes('rbac-policies') ? await readSharedNetworks(cloud) : [],
    quotaDefaults,
    zones,
    volumeBackEnds,
    qosSpecs,
  };
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

const policySchema = z.looseObject({ object_id: z.string(), target_tenant: z.string(), action: z.string() });

/** Only an administrator is told the policies of all. */
async function readSharedNetworks(cloud: Cloud): Promise<z.infer<typeof sharedNetworkSchema>[]> {
  const policies = await list(cloud, {
    service: 'network',
    path: '/rbac-policies',
    key: 'rbac_policies',
    item: policySchema,
    query: { object_type: 'network' },
  });
  return policies
    .filter(({ action }) => action === 'access_as_shared')
    .map((policy) => ({ networkId: policy.object_id, projectId: policy.target_tenant }));
}
