import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';

const newest = 93;

/** The microversion that a request speaks: 47 for `compute 2.47`; 2.1 when it says none. */
export function microversion({ headers }: FastifyRequest): number {
  const asked = askedVersion(headers['openstack-api-version'], headers['x-openstack-nova-api-version']);
  if (asked === undefined) return 1;
  if (asked === 'latest') return newest;
  const found = /^([1-9]\d*)\.([1-9]\d*|0)$/.exec(asked);
  if (found === null) {
    throw new ApiFault(400, `API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`);
  }
  const [, major, minor = ''] = found;
  if (major === '2' && Number(minor) >= 1 && Number(minor) <= newest) return Number(minor);
  const message = `Version ${asked} is not supported by the API. Minimum is 2.1 and maximum is 2.${newest}.`;
  throw new ApiFault(406, message, undefined, versionHeaders(asked));
}

export function isSince(request: FastifyRequest, minor: number): boolean {
  return microversion(request) >= minor;
}

/** What a microversion does not have is not there. */
export function requireVersions(request: FastifyRequest, first: number, last = newest): void {
  const minor = microversion(request);
  if (minor < first || minor > last) throw new ApiFault(404, 'The resource could not be found.');
}

/** Every answer tells the microversion that it speaks. */
export function tellMicroversion(app: FastifyInstance): void {
  app.addHook('preHandler', async (request, reply) => {
    if (!request.is404) void reply.headers(versionHeaders(`2.${microversion(request)}`));
  });
}

/** Both headers may be there; several services may share the newer one, with commas between. */
function askedVersion(...headers: readonly (string | string[] | undefined)[]): string | undefined {
  const [shared, own] = headers.map((header) => (Array.isArray(header) ? header.join(',') : header));
  const parts = shared?.split(',').map((part) => part.trim().split(/\s+/)) ?? [];
  const [, version] = parts.find(([service]) => service === 'compute') ?? [];
  return version ?? own?.trim();
}

function versionHeaders(version: string): Record<string, string> {
  return {
    'openstack-api-version': `compute ${version}`,
    'x-openstack-nova-api-version': version,
    vary: 'OpenStack-API-Version, X-OpenStack-Nova-API-Version',
  };
}
