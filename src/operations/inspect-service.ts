import { Problem } from '../base/problem.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { readServiceAbilities, type ServiceAbilities } from '../openstack/service-abilities.ts';
import type { Service } from '../openstack/service.ts';
import { readServiceVersion } from '../openstack/service-version.ts';

/** What is known of one service of a cloud. */
export interface ServiceReport extends ServiceAbilities {
  readonly service: Service;
  /** Undefined when the catalog has none for the region and interface. */
  readonly endpoint: string | undefined;
  /** The newest version of its API, as `2.93`. */
  readonly version: string | undefined;
  /** Why it does not answer as it should. */
  readonly problem: Problem | undefined;
}

/** Asks a service for its version and what it can. A service that fails is a report too, so that others are told. */
export async function inspectService(cloud: Cloud, service: Service): Promise<ServiceReport> {
  const unknown = { service, endpoint: undefined, version: undefined, can: [], cannot: [], problem: undefined };
  if (!(await cloud.hasService(service))) return unknown;
  const endpoint = await cloud.endpoint(service);
  try {
    const version = await readServiceVersion(cloud, service);
    return { ...unknown, endpoint, version, ...(await readServiceAbilities(cloud, service, version)) };
  } catch (problem) {
    if (problem instanceof Problem) return { ...unknown, endpoint, problem };
    throw problem;
  }
}
