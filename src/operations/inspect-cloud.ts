import { readCapabilities } from '../openstack/capabilities.ts';
import { servicesOf } from '../openstack/cloud.ts';
import { keystoneDatabaseOf } from '../openstack/keystone-database-of.ts';
import { openByName, type Surroundings } from './open-pair.ts';

/** What `pumphouse clouds` tells of one cloud. */
export interface CloudReport {
  readonly name: string;
  readonly authUrl: string;
  readonly region: string | undefined;
  readonly user: string;
  readonly project: string | undefined;
  readonly roles: readonly string[];
  /** What can be moved from or to it with these rights. */
  readonly isAdmin: boolean;
  readonly services: Readonly<Record<string, string>>;
  readonly computeVersion: string;
  readonly networkExtensions: number;
  /** Whether passwords can be carried. */
  readonly keystoneDatabase: 'reachable' | 'not configured';
}

/** Logs in and asks what the cloud can do. Throws a Problem when it cannot be reached. Writes nothing. */
export async function inspectCloud(name: string, surroundings: Surroundings): Promise<CloudReport> {
  const cloud = await openByName(name, surroundings);
  try {
    const login = await cloud.login();
    const [found, capabilities, database] = await Promise.all([
      servicesOf(cloud),
      readCapabilities(cloud),
      keystoneDatabaseOf(cloud),
    ]);
    const addresses = await Promise.all(
      found.map(async (service) => [service, await cloud.endpoint(service)] as const),
    );
    return {
      name,
      authUrl: cloud.config.auth.authUrl,
      region: cloud.config.region,
      user: login.user.name,
      project: login.project?.name,
      roles: login.roles,
      isAdmin: login.roles.includes('admin'),
      services: Object.fromEntries(addresses),
      computeVersion: capabilities.computeVersion,
      networkExtensions: capabilities.networkExtensions.length,
      keystoneDatabase: database === undefined ? 'not configured' : 'reachable',
    };
  } finally {
    await cloud.close();
  }
}
