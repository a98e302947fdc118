import { Problem } from '../base/problem.ts';
import type { CloudConfig } from './credentials.ts';
import { catalogTypes, type Service, versionFolders } from './service.ts';
import type { Login } from './session.ts';

type EndpointSettings = Pick<
  CloudConfig,
  'name' | 'region' | 'interface' | 'endpoints' | 'serviceInterfaces' | 'serviceRegions'
>;

/**
 * The address that a service's paths are added to, version folder included and without a slash at its end; undefined
 * when neither the configuration nor the catalog has one. Throws a Problem when it is no address.
 */
export function endpointOf(login: Login, service: Service, config: EndpointSettings): string | undefined {
  const address = own(service, config.endpoints) ?? fromCatalog(login, service, config);
  if (address === undefined) return undefined;
  const url = withVersion(filled(address, login), filled(versionFolders[service], login));
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  throw new Problem({
    summary: `the ${service} endpoint of cloud ${config.name} is not an address: ${address}`,
    cure: "Correct it in Keystone's catalog, or set the service's endpoint_override in clouds.yaml.",
    remedy: 'ask',
  });
}

/** The Problem of a cloud without an endpoint for a service; its detail lists the ones that there are. */
export function endpointMissing(login: Login, service: Service, config: EndpointSettings): Problem {
  const { region, side } = choiceOf(service, config);
  const offered = entriesOf(login, service).map((one) => `${one.interface} in ${one.region_id ?? one.region ?? '?'}`);
  const where = region === undefined ? '' : ` in region ${region}`;
  return new Problem({
    summary: `cloud ${config.name} has no ${side} endpoint for ${service}${where}`,
    ...(offered.length === 0 ? {} : { detail: `it has ${[...new Set(offered)].join(', ')}` }),
    cure: 'Check region_name and interface in clouds.yaml against `openstack catalog list`.',
    remedy: 'ask',
  });
}

/** Where the version document of a service is: its endpoint without the project's id that old catalogs add. */
export function versionRoot(endpoint: string): string {
  return endpoint.replace(/(\/v\d+(?:\.\d+)?)\/[^/]+$/, '$1');
}

function fromCatalog(login: Login, service: Service, config: EndpointSettings): string | undefined {
  const { region, side } = choiceOf(service, config);
  const isChosen = (one: CatalogEndpoint): boolean =>
    one.interface === side && (region === undefined || (one.region_id ?? one.region) === region);
  return entriesOf(login, service).find(isChosen)?.url;
}

type CatalogEndpoint = Login['catalog'][number]['endpoints'][number];

/** The endpoints of a service under all its names, those of the official name first. */
function entriesOf(login: Login, service: Service): CatalogEndpoint[] {
  return catalogTypes[service].flatMap((type) =>
    login.catalog.filter((entry) => entry.type === type).flatMap(({ endpoints }) => endpoints),
  );
}

function choiceOf(service: Service, config: EndpointSettings): { region: string | undefined; side: string } {
  return {
    region: own(service, config.serviceRegions) ?? config.region,
    side: own(service, config.serviceInterfaces) ?? config.interface,
  };
}

/** What the configuration says of one service, under any of the service's names. */
function own<T>(service: Service, values: Readonly<Record<string, T>>): T | undefined {
  const types = catalogTypes[service].flatMap((type) => [type, type.replaceAll('-', '_')]);
  return types.map((type) => values[type]).find((value) => value !== undefined);
}

/** Overrides may hold `%(project_id)s` and its like (keystoneauth1.session, `_StringFormatter`). */
function filled(address: string, login: Login): string {
  const values: Record<string, string | undefined> = {
    project_id: login.project?.id,
    tenant_id: login.project?.id,
    user_id: login.user.id,
  };
  return address.replace(/[%$]\((\w+)\)s/g, (whole, name: string) => values[name] ?? whole).replace(/\/%\(\w+\)s$/, '');
}

/** Keystone's own entry may still name version 2.0, whose place version 3 took. */
function withVersion(url: string, folder: string): string {
  const trimmed = url.replace(/\/+$/, '');
  if (folder === '/v3' && trimmed.endsWith('/v2.0')) return trimmed.replace(/\/v2\.0$/, folder);
  return /\/v\d+(\.\d+)?(\/[^/]+)?$/.test(trimmed) ? trimmed : `${trimmed}${folder}`;
}
