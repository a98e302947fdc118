import { Problem } from '../base/problem.ts';
import type { Cloud } from './cloud.ts';
import type { CloudConfig } from './credentials.ts';
import { exchange } from './http.ts';
import { catalogTypes } from './service.ts';
import { type Login, safeJson } from './session.ts';

/** How services that Pumphouse only looks at may be called in a catalog: the official type first. */
const foreignTypes: Readonly<Record<string, readonly string[]>> = {
  'load-balancer': ['load-balancer'],
  dns: ['dns'],
  'key-manager': ['key-manager'],
  orchestration: ['orchestration'],
  'object-store': ['object-store'],
  'shared-file-system': ['shared-file-system', 'sharev2'],
  'container-infrastructure-management': [
    'container-infrastructure-management',
    'container-infra',
    'container-infrastructure',
  ],
};

/** Other entries for what is looked at already: older versions, and Heat's own second door. */
const sameThings = ['volumev2', 'share', 'cloudformation'];

/** Services of the catalog that nobody looks at, each as its type and name. */
export function unknownServices({ catalog }: Pick<Login, 'catalog'>): { type: string; name: string }[] {
  const known = new Set([...Object.values(catalogTypes), ...Object.values(foreignTypes), sameThings].flat());
  return catalog.filter(({ type }) => !known.has(type)).map(({ type, name }) => ({ type, name: name || type }));
}

/** The address of such a service as the catalog or clouds.yaml has it; undefined where there is none. */
export function foreignEndpoint(
  { catalog }: Pick<Login, 'catalog'>,
  service: string,
  { interface: side, region, endpoints }: Pick<CloudConfig, 'interface' | 'region' | 'endpoints'>,
): string | undefined {
  const types = foreignTypes[service] ?? [service];
  const own = types.flatMap((type) => [type, type.replaceAll('-', '_')]).map((type) => endpoints[type]);
  const offered = types.flatMap((type) => catalog.filter((entry) => entry.type === type));
  const found = offered
    .flatMap((entry) => entry.endpoints)
    .find((one) => one.interface === side && (region === undefined || (one.region_id ?? one.region) === region));
  return (own.find((url) => url !== undefined) ?? found?.url)?.replace(/\/+$/, '');
}

/**
 * `GET` of an address of such a service, tried once: what it holds is told, not needed. Returns parsed JSON, undefined
 * when it is none. Throws a Problem for any other status than success, and when no answer comes.
 */
export async function getForeignService(
  cloud: Cloud,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  if (!URL.canParse(url)) {
    throw new Problem({ summary: `the catalog has no address but ${url}`, remedy: 'ask' });
  }
  const { token } = await cloud.login();
  const answer = await exchange(cloud.agent, {
    method: 'GET',
    url,
    headers: { 'x-auth-token': token, accept: 'application/json', ...headers },
  });
  const { status, text } = answer;
  if (status < 300) return safeJson(text);
  throw new Problem({ summary: `it answered ${status} to GET ${new URL(url).pathname}`, status, remedy: 'ask' });
}
