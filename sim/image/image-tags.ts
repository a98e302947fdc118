import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { checkAttributes } from './check-attributes.ts';
import { findOwnImage } from './find-image.ts';

const paramsSchema = z.looseObject({ tag: z.string() });

export function imageTags(app: FastifyInstance, cloud: SimCloud): void {
  app.put('/v2/images/:image/tags/:tag', async (request, reply) => {
    const { tag } = paramsSchema.parse(request.params);
    checkAttributes({ tags: [tag] });
    const image = findOwnImage(cloud, request);
    image.tags = [...new Set([...image.tags, tag])];
    image.updatedAt = cloud.clock.now();
    return reply.code(204).send();
  });
  app.delete('/v2/images/:image/tags/:tag', async (request, reply) => {
    const { tag } = paramsSchema.parse(request.params);
    const image = findOwnImage(cloud, request);
    if (!image.tags.includes(tag)) throw new ApiFault(404, 'The resource could not be found.');
    image.tags = image.tags.filter((one) => one !== tag);
    image.updatedAt = cloud.clock.now();
    return reply.code(204).send();
  });
}
