import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { checkAttributes } from './check-attributes.ts';
import { findImage, findOwnImage } from './find-image.ts';
import { importMethods } from './image-discovery.ts';
import { imageView } from './image-view.ts';
import { listImages } from './list-images.ts';
import { patchImage } from './patch-image.ts';
import type { Image } from './records.ts';
import { setAttribute } from './set-attribute.ts';

export function images(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/v2/images', async (request) => {
    const [, query = ''] = request.url.split('?');
    return listImages(cloud, callerOf(request), new URLSearchParams(query));
  });
  app.post('/v2/images', async (request, reply) => {
    const image = makeImage(cloud, request);
    void reply.code(201).header('location', `${cloud.url}/image/v2/images/${image.id}`);
    void reply.header('openstack-image-import-methods', importMethods.join(','));
    void reply.header('openstack-image-store-ids', 'file,rbd');
    return imageView(cloud, image);
  });
  app.get('/v2/images/:image', async (request) => imageView(cloud, findImage(cloud, request)));
  app.patch('/v2/images/:image', async (request) => imageView(cloud, patchImage(cloud, request)));
  app.delete('/v2/images/:image', async (request, reply) => {
    const image = findOwnImage(cloud, request);
    requireUnused(cloud, image);
    cloud.state.images.remove(image.id);
    cloud.state.imageMembers.removeWhere(({ imageId }) => imageId === image.id);
    cloud.state.imageTasks.removeWhere(({ imageId }) => imageId === image.id);
    return reply.code(204).send();
  });
}

const bodySchema = z.record(z.string(), z.unknown());
const disallowed = ['direct_url', 'self', 'file', 'schema', 'stores'];
const readOnly = ['created_at', 'updated_at', 'status', 'checksum', 'size', 'virtual_size'];
const reserved = ['location', 'deleted', 'deleted_at', 'locations'];

function makeImage(cloud: SimCloud, request: FastifyRequest): Image {
  if (request.body === undefined) throw new ApiFault(400, 'Body expected in request.');
  const attributes = bodySchema.parse(request.body);
  refuse(attributes, disallowed, 'read-only');
  checkAttributes(attributes);
  refuse(attributes, reserved, 'reserved');
  const caller = callerOf(request);
  const { id = cloud.random.uuid(), owner = caller.projectId ?? null, tags = [], ...others } = attributes;
  if (!isAdmin(caller) && owner !== caller.projectId) {
    throw new ApiFault(403, `You are not permitted to create images owned by '${String(owner)}'`);
  }
  if (!isAdmin(caller) && attributes['visibility'] === 'public') {
    throw new ApiFault(403, 'You are not authorized to complete publicize_image action.');
  }
  refuse(attributes, readOnly, 'read-only');
  const image = emptyImage(cloud, String(id));
  for (const [name, value] of Object.entries({ ...others, owner, tags })) setAttribute(image, name, value);
  if (cloud.state.images.get(image.id) !== undefined) throw new ApiFault(409, `Image ID ${image.id} already exists!`);
  return cloud.state.images.put(image);
}

function refuse(attributes: Readonly<Record<string, unknown>>, names: readonly string[], why: string): void {
  const isRefused = (name: string): boolean =>
    names.includes(name) || (why === 'reserved' && (name.startsWith('os_glance') || name.length > 255));
  const name = Object.keys(attributes).find(isRefused);
  if (name === undefined) return;
  if (name.length > 255) throw new ApiFault(400, 'Custom property should not be greater than 255 characters.');
  throw new ApiFault(403, `Attribute '${name}' is ${why}.`);
}

function emptyImage({ clock }: SimCloud, id: string): Image {
  return {
    id,
    name: null,
    owner: null,
    status: 'queued',
    visibility: 'shared',
    diskFormat: null,
    containerFormat: null,
    minDiskGiB: 0,
    minRamMiB: 0,
    isProtected: false,
    isHidden: false,
    tags: [],
    properties: {},
    bytes: undefined,
    checksum: null,
    sha512: null,
    virtualBytes: null,
    createdAt: clock.now(),
    updatedAt: clock.now(),
  };
}

/** In Ceph the disks of servers and volumes are clones of a raw image, which stays as long as they do. */
function requireUnused({ state }: SimCloud, { id, isProtected, diskFormat }: Image): void {
  if (isProtected) throw new ApiFault(403, `Image ${id} is protected and cannot be deleted.`);
  const isCloned =
    state.servers.find(({ imageId, host }) => imageId === id && host !== null) ??
    state.volumes.find(({ imageMetadata }) => imageMetadata['image_id'] === id);
  if (diskFormat !== 'raw' || isCloned === undefined) return;
  const why = 'The image cannot be deleted because it is in use through the backend store outside of Glance.';
  throw new ApiFault(409, `Image ${id} could not be deleted because it is in use: ${why}`);
}
