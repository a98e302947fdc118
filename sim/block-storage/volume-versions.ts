import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';

/** The document that says which versions of the API there are; nobody needs a token for it at the root. */
export function volumeVersions(app: FastifyInstance, cloud: SimCloud): void {
  const document = (): unknown => ({
    versions: [
      {
        id: 'v3.0',
        status: 'CURRENT',
        version: '3.70',
        min_version: '3.0',
        updated: '2022-08-31T00:00:00Z',
        links: [
          { rel: 'describedby', type: 'text/html', href: 'https://docs.openstack.org/' },
          { rel: 'self', href: `${cloud.url}/block-storage/v3/` },
        ],
        'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.volume+json;version=3' }],
      },
    ],
  });
  app.get('/', { config: { isPublic: true } }, async (_request, reply) => reply.code(300).send(document()));
  app.get('/v3', async () => document());
}
