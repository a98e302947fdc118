import type { FastifyRequest } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';

export interface Link {
  readonly rel: string;
  readonly href: string;
}

/** The addresses of a thing. An address of a request that names the caller's project gives ones that name it too. */
export function linksOf(cloud: SimCloud, request: FastifyRequest, path: string): Link[] {
  return [{ rel: 'self', href: `${endpointFor(cloud, request)}/${path}` }, bookmarkOf(cloud, request, path)];
}

export function bookmarkOf({ url }: SimCloud, request: FastifyRequest, path: string): Link {
  return { rel: 'bookmark', href: `${url}/compute${projectPart(request)}/${path}` };
}

export function endpointFor({ url }: SimCloud, request: FastifyRequest): string {
  return `${url}/compute/v2.1${projectPart(request)}`;
}

function projectPart({ caller, url }: FastifyRequest): string {
  const projectId = caller?.projectId;
  return projectId !== undefined && url.includes(projectId) ? `/${projectId}` : '';
}
