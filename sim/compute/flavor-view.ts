import type { FastifyRequest } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { linksOf } from './links.ts';
import { isSince } from './microversion.ts';
import type { Flavor } from './records.ts';

/** A flavor as an answer tells it at the microversion of a request. */
export function flavorView(cloud: SimCloud, request: FastifyRequest, flavor: Flavor): object {
  return {
    id: flavor.id,
    name: flavor.name,
    ram: flavor.ramMiB,
    disk: flavor.diskGiB,
    swap: flavor.swapMiB === 0 && !isSince(request, 75) ? '' : flavor.swapMiB,
    'OS-FLV-EXT-DATA:ephemeral': flavor.ephemeralGiB,
    'OS-FLV-DISABLED:disabled': flavor.isDisabled,
    vcpus: flavor.vcpus,
    'os-flavor-access:is_public': flavor.isPublic,
    rxtx_factor: flavor.rxtxFactor,
    links: linksOf(cloud, request, `flavors/${flavor.id}`),
    ...(isSince(request, 55) ? { description: flavor.description } : {}),
    ...(isSince(request, 61) ? { extra_specs: flavor.extraSpecs } : {}),
  };
}

/** What `GET /flavors` tells of it. */
export function flavorLine(cloud: SimCloud, request: FastifyRequest, flavor: Flavor): object {
  const { id, name, description } = flavor;
  const links = linksOf(cloud, request, `flavors/${id}`);
  return { id, name, links, ...(isSince(request, 55) ? { description } : {}) };
}
