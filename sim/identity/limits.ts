import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { answerList } from './answer-list.ts';
import { enforce } from './enforce.ts';

/** Unified limits: none, as long as nobody registers any. */
export function limitRoutes(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/v3/limits', async (request) => {
    enforce(cloud, request, 'list_limits');
    return answerList(cloud, request, 'limits', []);
  });

  app.get('/v3/registered_limits', async (request) => {
    enforce(cloud, request, 'list_registered_limits');
    return answerList(cloud, request, 'registered_limits', []);
  });

  app.get('/v3/limits/model', async (request) => {
    enforce(cloud, request, 'get_limit_model');
    const description = 'Limit enforcement and validation does not take project hierarchy into consideration.';
    return { model: { name: 'flat', description } };
  });
}
