import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findVolume } from './find-volume.ts';
import { paramOf } from './param-of.ts';
import type { Volume } from './records.ts';

const pairsSchema = z.record(z.string().min(1).max(255), z.string().max(255));
const bodySchema = z.strictObject({ metadata: pairsSchema });
const oneSchema = z.strictObject({ meta: pairsSchema });

const path = '/v3/:project/volumes/:volume/metadata';

export function volumeMetadata(app: FastifyInstance, cloud: SimCloud): void {
  app.get(path, async (request) => ({ metadata: findVolume(cloud, request).metadata }));
  app.post(path, async (request) => {
    const volume = findVolume(cloud, request);
    const { metadata } = parseBody(request, bodySchema);
    volume.metadata = { ...volume.metadata, ...metadata };
    return { metadata: volume.metadata };
  });
  app.put(path, async (request) => {
    const volume = findVolume(cloud, request);
    volume.metadata = parseBody(request, bodySchema).metadata;
    return { metadata: volume.metadata };
  });
  app.get(`${path}/:key`, async (request) => {
    const { metadata } = findVolume(cloud, request);
    const key = keyOf(request, { id: paramOf(request, 'volume'), metadata });
    return { meta: { [key]: metadata[key] } };
  });
  app.put(`${path}/:key`, async (request) => {
    const volume = findVolume(cloud, request);
    const { meta } = parseBody(request, oneSchema);
    const key = paramOf(request, 'key');
    if (meta[key] === undefined) throw new ApiFault(400, 'Request body and URI mismatch.');
    if (Object.keys(meta).length > 1) throw new ApiFault(400, 'Request body contains too many items.');
    volume.metadata = { ...volume.metadata, ...meta };
    return { meta };
  });
  app.delete(`${path}/:key`, async (request, reply) => {
    const volume = findVolume(cloud, request);
    const { [keyOf(request, volume)]: _removed, ...others } = volume.metadata;
    volume.metadata = others;
    return reply.code(200).send();
  });
}

function keyOf(request: FastifyRequest, { id, metadata }: Pick<Volume, 'id' | 'metadata'>): string {
  const key = paramOf(request, 'key');
  if (metadata[key] !== undefined) return key;
  throw new ApiFault(404, `Volume ${id} has no metadata with key ${key}.`);
}
