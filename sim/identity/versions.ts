import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';

/** The version documents. */
export function versionRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const isPublic = { config: { isPublic: true } };
  const version = (): object => ({
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${cloud.url}/identity/v3/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  });
  app.get('/', isPublic, async (_request, reply) => {
    void reply.code(300).header('location', `${cloud.url}/identity/v3/`);
    return { versions: { values: [version()] } };
  });
  app.get('/v3', isPublic, async () => ({ version: version() }));
}
