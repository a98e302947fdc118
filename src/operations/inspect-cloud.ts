import { Problem } from '../base/problem.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { keystoneDatabaseOf } from '../openstack/keystone-database-of.ts';
import { services } from '../openstack/service.ts';
import { inspectService, type ServiceReport } from './inspect-service.ts';
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
  /** Whether passwords can be carried; a Problem when the database that clouds.yaml names cannot be used. */
  readonly keystoneDatabase: 'reachable' | 'not configured' | Problem;
  /** Every service that Pumphouse knows, in the catalog or not. */
  readonly services: readonly ServiceReport[];
}

/** Logs in and asks what the cloud can do. Throws a Problem when it cannot be reached. Writes nothing. */
export async function inspectCloud(name: string, surroundings: Surroundings): Promise<CloudReport> {
  const cloud = await openByName(name, surroundings);
  try {
    const login = await cloud.login();
    const [keystoneDatabase, ...reports] = await Promise.all([
      inspectDatabase(cloud),
      ...services.map((service) => inspectService(cloud, service)),
    ]);
    return {
      name,
      authUrl: cloud.config.auth.authUrl,
      region: cloud.config.region,
      user: login.user.name,
      project: login.project?.name,
      roles: login.roles,
      isAdmin: login.roles.includes('admin'),
      keystoneDatabase,
      services: reports.map((report) => withPasswords(report, keystoneDatabase)),
    };
  } finally {
    await cloud.close();
  }
}

async function inspectDatabase(cloud: Cloud): Promise<CloudReport['keystoneDatabase']> {
  try {
    return (await keystoneDatabaseOf(cloud)) === undefined ? 'not configured' : 'reachable';
  } catch (problem) {
    if (problem instanceof Problem) return problem;
    throw problem;
  }
}

/** Passwords are carried between the databases, which Keystone itself knows nothing of. */
function withPasswords(report: ServiceReport, database: CloudReport['keystoneDatabase']): ServiceReport {
  if (report.service !== 'identity' || report.endpoint === undefined) return report;
  if (database === 'reachable') return { ...report, can: [...report.can, 'carry passwords'] };
  const why =
    database === 'not configured' ? 'clouds.yaml names no keystone_database' : 'its database is not reachable';
  return { ...report, cannot: [...report.cannot, `carry passwords: ${why}`] };
}
