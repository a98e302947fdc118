import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';

const newest = 39;

/** The microversion that a request to Placement speaks: 14 for `placement 1.14`; 1.0 when it says none. */
export function placementVersion({ headers }: FastifyRequest): number {
  const header = headers['openstack-api-version'];
  const parts = (Array.isArray(header) ? header : [header ?? '']).flatMap((text) => text.split(','));
  const [, asked] = parts.map((part) => part.trim().split(/\s+/)).find(([service]) => service === 'placement') ?? [];
  if (asked === undefined) return 0;
  if (asked === 'latest') return newest;
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(asked) ?? [];
  if (minor === undefined) throw new ApiFault(400, `Invalid microversion: invalid version string: ${asked}`);
  if (major === '1' && Number(minor) <= newest) return Number(minor);
  throw new ApiFault(406, `Invalid microversion: Unacceptable version header: ${asked}`);
}

/** Every answer tells the microversion that it speaks. */
export function tellPlacementVersion(app: FastifyInstance): void {
  app.addHook('preHandler', async (request, reply) => {
    void reply.headers({
      'openstack-api-version': `placement 1.${placementVersion(request)}`,
      vary: 'openstack-api-version',
    });
  });
}

/** What a microversion does not have is not there. */
export function requirePlacement(request: FastifyRequest, first: number): void {
  if (placementVersion(request) < first) throw new ApiFault(404, 'The resource could not be found.');
}
