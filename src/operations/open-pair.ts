import { homedir } from 'node:os';
import { Problem } from '../base/problem.ts';
import { type Cloud, openCloud } from '../openstack/cloud.ts';
import { loadCloudConfig } from '../openstack/cloud-config.ts';
import { computeNetworkCloud } from '../openstack/compute-network-cloud.ts';
import { closeKeystoneDatabases } from '../openstack/keystone-database-of.ts';
import { openTraffic, type Traffic, type TrafficCounts } from '../openstack/traffic.ts';

/** Where an operation finds clouds.yaml and the store. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The working folder. */
  readonly folder: string;
  readonly databaseUrl?: string | undefined;
}

/** By which API the source's networks are read; what its catalog has when undefined. */
export type NetworkApi = 'neutron' | 'compute' | undefined;

export interface CloudNames {
  readonly source: string;
  readonly destination: string;
  readonly networkApi?: NetworkApi;
}

/** The two clouds of a migration, open. */
export interface Pair {
  readonly source: Cloud;
  readonly destination: Cloud;
  counts(): Record<'source' | 'destination', TrafficCounts>;
  close(): Promise<void>;
}

/** Opens one cloud by its name in clouds.yaml. */
export async function openByName(
  name: string,
  { environment, folder }: Surroundings,
  traffic?: Traffic,
): Promise<Cloud> {
  const config = loadCloudConfig({ name, environment, folder, home: environment['HOME'] ?? homedir() });
  return await openCloud(config, traffic);
}

/** Opens the source. Where it has no Neutron, or the operator says so, its networks are read from the Compute API. */
export async function openSource(
  name: string,
  surroundings: Surroundings,
  networkApi: NetworkApi,
  traffic?: Traffic,
): Promise<Cloud> {
  const cloud = await openByName(name, surroundings, traffic);
  const isCompute = networkApi === undefined ? !(await cloud.hasService('network')) : networkApi === 'compute';
  return isCompute ? computeNetworkCloud(cloud) : cloud;
}

/** Opens both clouds at once. Throws a Problem when either fails, or when both are one and the same. */
export async function openPair(names: CloudNames, surroundings: Surroundings): Promise<Pair> {
  const traffic = { source: openTraffic(), destination: openTraffic() };
  const opened = await Promise.allSettled([
    openSource(names.source, surroundings, names.networkApi, traffic.source),
    openByName(names.destination, surroundings, traffic.destination),
  ]);
  const [source, destination] = opened;
  if (source.status === 'rejected' || destination.status === 'rejected') {
    for (const one of opened) if (one.status === 'fulfilled') await one.value.close();
    throw source.status === 'rejected'
      ? source.reason
      : destination.status === 'rejected'
        ? destination.reason
        : undefined;
  }
  const pair = { source: source.value, destination: destination.value };
  if (isSamePlace(pair.source, pair.destination)) {
    await Promise.all([pair.source.close(), pair.destination.close()]);
    throw new Problem({
      summary: `${names.source} and ${names.destination} are the same cloud and region`,
      cure: 'Name two different clouds with --source and --destination.',
      remedy: 'ask',
    });
  }
  return {
    ...pair,
    counts: () => ({ source: traffic.source.counts(), destination: traffic.destination.counts() }),
    async close() {
      await Promise.all([pair.source.close(), pair.destination.close(), closeKeystoneDatabases()]);
    },
  };
}

function isSamePlace({ config: a }: Cloud, { config: b }: Cloud): boolean {
  return a.auth.authUrl === b.auth.authUrl && a.region === b.region;
}
