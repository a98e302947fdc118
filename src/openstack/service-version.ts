import { z } from 'zod';
import { getJson } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { compareVersions } from './compare-versions.ts';
import type { Service } from './service.ts';

/** Compute and block storage say `version`, placement `max_version`; the others put theirs into the id, as `v3.14`. */
const oneVersion = z.looseObject({
  id: z.string(),
  version: z.string().nullish(),
  max_version: z.string().nullish(),
});
const versionDocument = z.union([
  z.looseObject({ versions: z.array(oneVersion).min(1) }).transform(({ versions }) => versions),
  z.looseObject({ version: oneVersion }).transform(({ version }) => [version]),
]);

/** Glance has a version document only above its version folder; dot segments are taken out before a request is sent. */
const documentPaths: Partial<Record<Service, string>> = { image: '/../versions' };

/**
 * The newest version of a service's API that the cloud has, as `2.93`. Throws a Problem when the service does not
 * answer. Neutron's is read from its address: it has had one version only, and extensions since.
 */
export async function readServiceVersion(cloud: Cloud, service: Service): Promise<string> {
  if (service === 'network') return /\/v(\d+\.\d+)$/.exec(await cloud.endpoint(service))?.[1] ?? '2.0';
  const documents = await getJson(cloud, service, documentPaths[service] ?? '/', versionDocument);
  const versions = documents.map((one) => one.version || one.max_version || one.id.replace(/^v/, ''));
  return versions.reduce((newest, one) => (compareVersions(one, newest) > 0 ? one : newest));
}
