import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { computeQuota } from './compute-quota.ts';
import { parameters } from './parameters.ts';
import type { Server, ServerStatus } from './records.ts';
import { serverOf } from './server-of.ts';
import { checkServerLock, checkServerState } from './server-state.ts';

const settled: readonly ServerStatus[] = ['ACTIVE', 'PAUSED', 'SUSPENDED', 'SHUTOFF'];
const allSchema = z.strictObject({ metadata: parameters.metadata });
const oneSchema = z.strictObject({ meta: parameters.metadata.refine((meta) => Object.keys(meta).length === 1) });
const paramsSchema = z.object({ key: z.string() });

/** Compute API, "Server metadata (servers, metadata)". */
export function serverMetadata(app: FastifyInstance, cloud: SimCloud): void {
  const path = '/servers/:serverId/metadata';
  app.get(path, async (request) => ({ metadata: serverOf(cloud, request).metadata }));
  app.post(path, async (request) => {
    const { metadata } = parseBody(request, allSchema);
    const server = serverOf(cloud, request);
    return { metadata: replaceMetadata(cloud, request, server, { ...server.metadata, ...metadata }) };
  });
  app.put(path, async (request) => {
    const { metadata } = parseBody(request, allSchema);
    return { metadata: replaceMetadata(cloud, request, serverOf(cloud, request), metadata) };
  });
  app.get(`${path}/:key`, async (request) => {
    const { key } = paramsSchema.parse(request.params);
    const value = serverOf(cloud, request).metadata[key];
    if (value === undefined) throw new ApiFault(404, 'Metadata item was not found');
    return { meta: { [key]: value } };
  });
  app.put(`${path}/:key`, async (request) => {
    const { meta } = parseBody(request, oneSchema);
    const server = serverOf(cloud, request);
    const { key } = paramsSchema.parse(request.params);
    if (meta[key] === undefined) throw new ApiFault(400, 'Request body and URI mismatch');
    replaceMetadata(cloud, request, server, { ...server.metadata, ...meta });
    return { meta };
  });
  app.delete(`${path}/:key`, async (request, reply) => {
    const server = serverOf(cloud, request);
    const { key } = paramsSchema.parse(request.params);
    const { [key]: removed, ...kept } = server.metadata;
    if (removed === undefined) throw new ApiFault(404, 'Metadata item was not found');
    checkServerLock(request, server);
    checkServerState(server, { action: 'delete metadata', from: settled, isPatient: true });
    server.metadata = kept;
    return reply.code(204).send();
  });
}

type Metadata = Readonly<Record<string, string>>;

function replaceMetadata(cloud: SimCloud, request: FastifyRequest, server: Server, metadata: Metadata): Metadata {
  checkServerLock(request, server);
  checkServerState(server, { action: 'update metadata', from: settled, isPatient: true });
  const allowed = computeQuota(cloud, server.projectId).metadata_items;
  if (allowed >= 0 && Object.keys(metadata).length > allowed) {
    throw new ApiFault(403, `Maximum number of metadata items exceeds ${allowed}`);
  }
  server.metadata = metadata;
  server.updatedAt = cloud.clock.now();
  return metadata;
}
