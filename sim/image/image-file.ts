import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findImage, findOwnImage } from './find-image.ts';
import { keepImageBytes } from './image-bytes.ts';
import type { Image } from './records.ts';

/** Upload and download of the bytes. */
export function imageFile(app: FastifyInstance, cloud: SimCloud): void {
  app.put('/v2/images/:image/file', { onRequest: requireBytes }, async (request, reply) => {
    const image = findOwnImage(cloud, request);
    beginSaving(cloud, image);
    const bytes = await receive(request).catch(() => {
      image.status = 'queued';
      throw new ApiFault(400, 'The connection ended before the bytes did.');
    });
    if (cloud.state.images.get(image.id) !== image) {
      throw new ApiFault(410, `Image ${image.id} could not be found after upload.`);
    }
    keepImageBytes(cloud, image, bytes);
    return reply.code(204).send();
  });
  app.get('/v2/images/:image/file', async (request, reply) => {
    const image = findImage(cloud, request);
    if (image.status === 'deactivated' && !isAdmin(callerOf(request))) {
      const message = 'The requested image has been deactivated. Image data download is forbidden.';
      throw new ApiFault(403, message);
    }
    const { bytes, checksum } = image;
    if (bytes === undefined) return reply.code(204).send();
    refuseRange(request.headers.range, bytes.length);
    if (checksum !== null) void reply.header('content-md5', checksum);
    void reply.header('content-length', bytes.length).type('application/octet-stream');
    return reply.send(Readable.from(chunks(bytes)));
  });
}

async function requireBytes({ headers }: FastifyRequest): Promise<void> {
  const { 'content-type': type = '' } = headers;
  if (type.split(';')[0]?.trim() === 'application/octet-stream') return;
  throw new ApiFault(415, `The request media type ${type} is not supported by this server.`);
}

function beginSaving({ clock }: SimCloud, image: Image): void {
  const { status, diskFormat, containerFormat } = image;
  if (status !== 'queued') {
    throw new ApiFault(409, `Image status transition from ${status} to saving is not allowed`);
  }
  const missing = [
    ...(diskFormat === null ? ['disk_format'] : []),
    ...(containerFormat === null ? ['container_format'] : []),
  ];
  const noun = missing.length === 1 ? 'Property' : 'Properties';
  if (missing.length > 0) throw new ApiFault(400, `${noun} ${missing.join(', ')} must be set prior to saving data.`);
  image.status = 'saving';
  image.updatedAt = clock.now();
}

/** Rejects when the connection ends before the body does. */
async function receive({ body }: FastifyRequest): Promise<Buffer> {
  if (!(body instanceof Readable)) return Buffer.alloc(0);
  const parts: Buffer[] = [];
  for await (const part of body) if (part instanceof Buffer) parts.push(part);
  return Buffer.concat(parts);
}

/** Where images are in Ceph, Glance refuses every range, the ones that are right with another text. */
function refuseRange(range: string | undefined, size: number): void {
  if (range === undefined) return;
  if (range.includes(',')) throw new ApiFault(400, 'Requests with multiple ranges are not supported in Glance.');
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === '' && last === '') throw new ApiFault(416, 'The Range requested is not available.');
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  if (start >= size) throw new ApiFault(416, 'The Range requested is not available.');
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  const store = 'Getting images randomly from this store is not supported.';
  throw new ApiFault(400, `${store} Offset: ${start}, length: ${end - start}`);
}

const chunkBytes = 64 * 1024;

function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += chunkBytes) yield bytes.subarray(start, start + chunkBytes);
}
