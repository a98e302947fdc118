import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';

const minors = [15, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0];

/** The document that says which versions of the Image API there are; nobody needs a token for it. */
export function imageVersions(app: FastifyInstance, cloud: SimCloud): void {
  const document = (): unknown => ({
    versions: minors.map((minor, index) => ({
      id: `v2.${minor}`,
      status: index === 0 ? 'CURRENT' : 'SUPPORTED',
      links: [{ rel: 'self', href: `${cloud.url}/image/v2/` }],
    })),
  });
  for (const [path, status] of [
    ['/', 300],
    ['/versions', 200],
  ] as const) {
    app.get(path, { config: { isPublic: true } }, async (_request, reply) =>
      reply.removeHeader('x-openstack-request-id').code(status).send(document()),
    );
  }
}
