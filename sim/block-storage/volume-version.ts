import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';

const newest = 70;
const malformed = 'The server could not comply with the request since it is either malformed or otherwise incorrect.';

/** The minor version of API 3 that a request asks for; 0 when it does not say. */
export function volumeMinor({ headers }: FastifyRequest): number {
  const { 'openstack-api-version': asked = '' } = headers;
  const [, version] = /(?:^|,)\s*volume\s+([^,\s]+)/.exec(String(asked)) ?? [];
  if (asked === '') return 0;
  if (version === undefined) throw new ApiFault(400, malformed);
  if (version === 'latest') return newest;
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(version) ?? [];
  if (major === undefined || minor === undefined) {
    const message = `API Version String ${version} is of invalid format. Must be of format MajorNum.MinorNum.`;
    throw new ApiFault(400, message);
  }
  if (major === '3' && Number(minor) <= newest) return Number(minor);
  const message = `Version ${version} is not supported by the API. Minimum is 3.0 and maximum is 3.${newest}.`;
  throw new ApiFault(406, message, undefined, { 'openstack-api-version': `volume ${version}` });
}

/** Every answer names the version that it has. */
export function tellVolumeVersion(app: FastifyInstance): void {
  app.addHook('preHandler', async (request, reply) => {
    if (request.caller === null && request.routeOptions.config.isPublic !== true) return;
    void reply
      .header('openstack-api-version', `volume 3.${volumeMinor(request)}`)
      .header('vary', 'OpenStack-API-Version');
  });
}
