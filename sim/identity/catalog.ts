import { createHash } from 'node:crypto';
import type { SimCloud } from '../cloud/sim-cloud.ts';

const services = [
  { type: 'identity', name: 'keystone', path: '/identity/v3' },
  { type: 'compute', name: 'nova', path: '/compute/v2.1' },
  { type: 'image', name: 'glance', path: '/image' },
  { type: 'network', name: 'neutron', path: '/network' },
  { type: 'volumev3', name: 'cinder', path: '/block-storage/v3/%(project_id)s' },
  { type: 'placement', name: 'placement', path: '/placement' },
] as const;

const interfaces = ['public', 'internal', 'admin'] as const;

export const regionName = 'RegionOne';

function ownServices({ hidesNeutron }: SimCloud): readonly (typeof services)[number][] {
  return services.filter(({ type }) => !hidesNeutron || type !== 'network');
}

/** The services of the cloud as `GET /v3/services` gives them, without their links. */
export function catalogServices(cloud: SimCloud): { id: string; type: string; name: string; enabled: boolean }[] {
  return [...ownServices(cloud), ...cloud.foreignServices].map(({ type, name }) => ({
    name,
    id: idOf(cloud, name),
    type,
    enabled: true,
  }));
}

export interface CatalogEndpoint {
  readonly id: string;
  readonly interface: string;
  readonly region_id: string;
  readonly region: string;
  readonly service_id: string;
  /** May hold `%(project_id)s`. */
  readonly url: string;
  readonly enabled: boolean;
}

/** Their endpoints as `GET /v3/endpoints` gives them, without their links. */
export function catalogEndpoints(cloud: SimCloud): CatalogEndpoint[] {
  const own = ownServices(cloud).map(({ name, path }) => ({ name, url: `${cloud.url}${path}`, region: regionName }));
  return [...own, ...cloud.foreignServices].flatMap(({ name, url, region = regionName }) =>
    interfaces.map((face) => ({
      id: idOf(cloud, `${name}/${face}`),
      interface: face,
      region_id: region,
      service_id: idOf(cloud, name),
      url,
      enabled: true,
      region,
    })),
  );
}

/** The catalog of a token; without a project, endpoints that need one are left out. */
export function catalog(cloud: SimCloud, projectId: string | undefined): object[] {
  const endpoints = catalogEndpoints(cloud);
  return catalogServices(cloud).map(({ id: serviceId, type, name }) => ({
    endpoints: endpoints
      .filter(({ service_id, url }) => service_id === serviceId && (projectId !== undefined || !url.includes('%(')))
      .map(({ id, interface: face, region_id, region, url }) => ({
        id,
        interface: face,
        region_id,
        url: url.replace('%(project_id)s', projectId ?? ''),
        region,
      })),
    id: serviceId,
    type,
    name,
  }));
}

function idOf(cloud: SimCloud, name: string): string {
  return createHash('sha256').update(`${cloud.name}/${name}`).digest('hex').slice(0, 32);
}
