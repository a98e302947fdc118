import Fastify, { type FastifyInstance } from 'fastify';
import { blockStorageRoutes } from './block-storage/block-storage-routes.ts';
import { answerFaults } from './cloud/answer-faults.ts';
import { checkTokens } from './cloud/check-tokens.ts';
import type { SimCloud } from './cloud/sim-cloud.ts';
import { tapRequests } from './cloud/tap-requests.ts';
import { computeRoutes } from './compute/compute-routes.ts';
import { identityRoutes } from './identity/identity-routes.ts';
import { imageRoutes } from './image/image-routes.ts';
import { networkRoutes } from './network/network-routes.ts';
import { placementRoutes } from './placement/placement-routes.ts';

/** One service of a cloud: its routes below `/<name>`. */
export type ServiceRoutes = (app: FastifyInstance, cloud: SimCloud) => void;

const services: Readonly<Record<string, ServiceRoutes>> = {
  identity: identityRoutes,
  compute: computeRoutes,
  image: imageRoutes,
  network: networkRoutes,
  'block-storage': blockStorageRoutes,
  placement: placementRoutes,
};

export interface ServedCloud {
  readonly cloud: SimCloud;
  close(): Promise<void>;
}

/** Serves a cloud on a port of this machine that is free, or on the one that is asked for. */
export async function serveCloud(cloud: SimCloud, port = 0): Promise<ServedCloud> {
  const app = Fastify({
    forceCloseConnections: true,
    keepAliveTimeout: 60_000,
    bodyLimit: 64 * 1024 * 1024,
    routerOptions: { maxParamLength: 1_000, ignoreTrailingSlash: true },
  });
  app.decorateRequest('caller', null);
  readBodies(app);
  checkTokens(app, cloud);
  tapRequests(app, cloud);
  for (const [name, routes] of Object.entries(services)) {
    await app.register(
      (own, _options, done) => {
        answerFaults(own, name);
        routes(own, cloud);
        done();
      },
      { prefix: `/${name}` },
    );
  }
  cloud.url = await app.listen({ host: '127.0.0.1', port });
  return { cloud, close: () => app.close() };
}

/** JSON of any media type, an empty body being none; the bytes of images stay a stream. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => {
    try {
      done(null, text === '' ? undefined : JSON.parse(text.toString()));
    } catch {
      done(Object.assign(new Error('Malformed request: the body is not JSON'), { statusCode: 400 }));
    }
  });
}
