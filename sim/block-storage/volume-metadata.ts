import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findSnapshot, findVolume } from './find-volume.ts';
import { paramOf } from './param-of.ts';

const pairsSchema = z.record(z.string().min(1).max(255), z.string().max(255));
const bodySchema = z.strictObject({ metadata: pairsSchema });
const oneSchema = z.strictObject({ meta: pairsSchema });

/** What has metadata: a volume or a snapshot. */
interface Holder {
  readonly id: string;
  metadata: Readonly<Record<string, string>>;
}

/** The metadata of volumes, and that of their snapshots, which is served in the same way. */
export function volumeMetadata(app: FastifyInstance, cloud: SimCloud): void {
  serveMetadata(app, { path: '/v3/:project/volumes/:volume/metadata', word: 'Volume' }, (request) =>
    findVolume(cloud, request),
  );
  serveMetadata(app, { path: '/v3/:project/snapshots/:snapshot/metadata', word: 'Snapshot' }, (request) =>
    findSnapshot(cloud, request),
  );
}

function serveMetadata(
  app: FastifyInstance,
  { path, word }: { readonly path: string; readonly word: string },
  find: (request: FastifyRequest) => Holder,
): void {
  const keyOf = (request: FastifyRequest, { id, metadata }: Holder): string => {
    const key = paramOf(request, 'key');
    if (metadata[key] !== undefined) return key;
    throw new ApiFault(404, `${word} ${id} has no metadata with key ${key}.`);
  };
  app.get(path, async (request) => ({ metadata: find(request).metadata }));
  app.post(path, async (request) => {
    const holder = find(request);
    const { metadata } = parseBody(request, bodySchema);
    holder.metadata = { ...holder.metadata, ...metadata };
    return { metadata: holder.metadata };
  });
  app.put(path, async (request) => {
    const holder = find(request);
    holder.metadata = parseBody(request, bodySchema).metadata;
    return { metadata: holder.metadata };
  });
  app.get(`${path}/:key`, async (request) => {
    const holder = find(request);
    const key = keyOf(request, holder);
    return { meta: { [key]: holder.metadata[key] } };
  });
  app.put(`${path}/:key`, async (request) => {
    const holder = find(request);
    const { meta } = parseBody(request, oneSchema);
    const key = paramOf(request, 'key');
    if (meta[key] === undefined) throw new ApiFault(400, 'Request body and URI mismatch.');
    if (Object.keys(meta).length > 1) throw new ApiFault(400, 'Request body contains too many items.');
    holder.metadata = { ...holder.metadata, ...meta };
    return { meta };
  });
  app.delete(`${path}/:key`, async (request, reply) => {
    const holder = find(request);
    const { [keyOf(request, holder)]: _removed, ...others } = holder.metadata;
    holder.metadata = others;
    return reply.code(200).send();
  });
}
