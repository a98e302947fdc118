import type { FastifyInstance } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findOwnImage } from './find-image.ts';

export function imageActions(app: FastifyInstance, cloud: SimCloud): void {
  const actions = [
    ['deactivate', 'active', 'deactivated'],
    ['reactivate', 'deactivated', 'active'],
  ] as const;
  for (const [action, before, after] of actions) {
    app.post(`/v2/images/:image/actions/${action}`, async (request, reply) => {
      const image = findOwnImage(cloud, request);
      if (image.status !== before && image.status !== after) {
        throw new ApiFault(403, `Not allowed to ${action} image in status '${image.status}'`);
      }
      image.status = after;
      image.updatedAt = cloud.clock.now();
      return reply.code(204).send();
    });
  }
}
