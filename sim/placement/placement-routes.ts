import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';

export function placementRoutes(app: FastifyInstance, _cloud: SimCloud): void {
  app.get('/', { config: { isPublic: true } }, async () => ({}));
}
