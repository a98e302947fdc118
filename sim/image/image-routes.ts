import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';

export function imageRoutes(app: FastifyInstance, _cloud: SimCloud): void {
  app.get('/', { config: { isPublic: true } }, async () => ({}));
}
