import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findImage } from './find-image.ts';
import { importMethods } from './image-discovery.ts';
import { imageTaskView } from './image-task-view.ts';
import { importRequestSchema, type ImportRequest } from './import-request.ts';
import type { Image } from './records.ts';
import { startImport } from './start-import.ts';
import { validateUri } from './validate-uri.ts';

/** Glance fetches the bytes of an image by itself (Image API v2, "Import an image"), and tells of its tasks. */
export function imageImport(app: FastifyInstance, cloud: SimCloud): void {
  app.post('/v2/images/:image/import', async (request, reply) => {
    const body = parseRequest(request);
    const image = findImage(cloud, request);
    refuseStatus(image, body);
    const filled = withDefaults(body);
    if (!mayAct(callerOf(request), image.owner))
      throw new ApiFault(403, 'You are not authorized to modify this image.');
    if (image.properties[lockName] !== undefined) throw new ApiFault(409, 'Image has active task');
    if (filled.method.name === 'copy-image') throw new ApiFault(400, "Image is already present at store 'rbd'");
    if (filled.method.name === 'web-download') validateUri(filled.method.uri);
    startImport(cloud, { image, caller: callerOf(request), requestId: `req-${cloud.random.uuid()}`, request: filled });
    return reply.code(202).send();
  });
  app.get('/v2/images/:image/tasks', async (request) => {
    const image = findImage(cloud, request);
    const tasks = cloud.state.imageTasks.where(({ imageId }) => imageId === image.id);
    return { tasks: tasks.filter(({ owner }) => mayAct(callerOf(request), owner)).map(imageTaskView) };
  });
}

/** The property by which an image is held for one import at a time; its value is the task. */
const lockName = 'os_glance_import_task';

function parseRequest({ body }: FastifyRequest): ImportRequest {
  if (body === undefined) throw new ApiFault(400, 'Body expected in request.');
  const { method } = z.looseObject({ method: z.unknown().optional() }).parse(body);
  if (method === undefined) throw new ApiFault(400, "Import request requires a 'method' field.");
  const { name } = z.looseObject({ name: z.unknown().optional() }).parse(method);
  if (name === undefined) throw new ApiFault(400, "Import request requires a 'name' field.");
  const parsed = importRequestSchema.parse(body);
  if (importMethods.includes(parsed.method.name)) return parsed;
  throw new ApiFault(400, `Unknown import method name '${parsed.method.name}'.`);
}

function refuseStatus({ status, containerFormat, diskFormat }: Image, { method: { name } }: ImportRequest): void {
  const fault = (): string | undefined => {
    if (status === 'active' && name !== 'copy-image') return 'Image with status active cannot be target for import';
    if (status !== 'active' && name === 'copy-image') {
      return 'Only images with status active can be targeted for copying';
    }
    if (status !== 'queued' && (name === 'web-download' || name === 'glance-download')) {
      return `Image needs to be in 'queued' state to use '${name}' method`;
    }
    if (status !== 'uploading' && name === 'glance-direct') {
      return "Image needs to be staged before 'glance-direct' method can be used";
    }
    if (containerFormat === null) return "'container_format' needs to be set before import";
    return diskFormat === null ? "'disk_format' needs to be set before import" : undefined;
  };
  const found = fault();
  if (found !== undefined) throw new ApiFault(409, found);
}

function withDefaults(request: ImportRequest): ImportRequest {
  const { method } = request;
  if (method.name !== 'glance-download') return request;
  for (const field of ['glance_region', 'glance_image_id'] as const) {
    if (method[field] === undefined) {
      throw new ApiFault(400, `'${field}' needs to be set for glance-download import method`);
    }
  }
  if (!z.guid().safeParse(method.glance_image_id).success) {
    throw new ApiFault(400, `Remote image id does not look like a UUID: ${method.glance_image_id}`);
  }
  return { ...request, method: { ...method, glance_service_interface: method.glance_service_interface ?? 'public' } };
}
