import type { FastifyInstance } from 'fastify';
import { requireAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { attributeSchema, imageSchema } from './image-schema.ts';

export const importMethods = ['glance-direct', 'web-download', 'copy-image', 'glance-download'];

const memberSchema = {
  name: 'member',
  properties: {
    member_id: { type: 'string', description: 'An identifier for the image member (tenantId)' },
    image_id: attributeSchema('id'),
    created_at: { type: 'string', description: 'Date and time of image member creation' },
    updated_at: { type: 'string', description: 'Date and time of last modification of image member' },
    status: {
      type: 'string',
      description: 'The status of this image member',
      enum: ['pending', 'accepted', 'rejected'],
    },
    schema: { readOnly: true, type: 'string' },
  },
};

const text = { type: 'string' };
const describedBy = { rel: 'describedby', href: '{schema}' };

/** What Glance says of itself: stores, ways to import, and the schemas of what it answers. */
export function imageDiscovery(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/v2/info/import', async () => ({
    'import-methods': { description: 'Import methods available.', type: 'array', value: importMethods },
  }));
  app.get('/v2/info/stores', async () => ({ stores: [{ id: 'file' }, { id: 'rbd', default: 'true' }] }));
  app.get('/v2/info/stores/detail', async (request) => {
    requireAdmin(request);
    const file = { data_dir: '/var/lib/glance/images', chunk_size: 65_536, thin_provisioning: false };
    const rbd = { chunk_size: 8_388_608, pool: `${cloud.name}-images`, thin_provisioning: false };
    return {
      stores: [
        { id: 'file', type: 'file', properties: file },
        { id: 'rbd', default: 'true', type: 'rbd', properties: rbd },
      ],
    };
  });
  app.get('/v2/info/usage', async () => ({ usage: {} }));
  app.get('/v2/schemas/image', async () => imageSchema);
  app.get('/v2/schemas/images', async () => ({
    name: 'images',
    properties: { images: { type: 'array', items: imageSchema }, first: text, next: text, schema: text },
    links: [{ rel: 'first', href: '{first}' }, { rel: 'next', href: '{next}' }, describedBy],
  }));
  app.get('/v2/schemas/member', async () => memberSchema);
  app.get('/v2/schemas/members', async () => ({
    name: 'members',
    properties: { members: { type: 'array', items: memberSchema }, schema: text },
    links: [describedBy],
  }));
}
