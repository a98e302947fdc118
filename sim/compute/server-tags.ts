import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { linksOf } from './links.ts';
import { requireVersions } from './microversion.ts';
import { parameters } from './parameters.ts';
import { projectPolicy } from './policy.ts';
import type { Server } from './records.ts';
import { checkServerState } from './server-state.ts';

const most = 50;
const allSchema = z.strictObject({ tags: z.array(parameters.tag).max(most) });
const paramsSchema = z.object({ serverId: z.string(), tag: z.string().default('') });
const policy = 'os_compute_api:os-server-tags';

/** Compute API, "Server tags (servers, tags)". */
export function serverTags(app: FastifyInstance, cloud: SimCloud): void {
  const path = '/servers/:serverId/tags';
  app.get(path, async (request) => ({ tags: taggedServer(cloud, request, 'index').tags }));
  app.put(path, async (request) => {
    requireVersions(request, 26);
    const { tags } = parseBody(request, allSchema);
    const server = taggedServer(cloud, request, 'update_all');
    checkSettled(server, 'update tags');
    server.tags = [...new Set(tags)].toSorted();
    return { tags: server.tags };
  });
  app.delete(path, async (request, reply) => {
    const server = taggedServer(cloud, request, 'delete_all');
    checkSettled(server, 'delete tags');
    server.tags = [];
    return reply.code(204).send();
  });
  app.get(`${path}/:tag`, async (request, reply) => {
    const server = taggedServer(cloud, request, 'show');
    const { tag } = paramsSchema.parse(request.params);
    if (!server.tags.includes(tag)) throw new ApiFault(404, `Server ${server.id} has no tag '${tag}'`);
    return reply.code(204).send();
  });
  app.put(`${path}/:tag`, async (request, reply) => {
    const server = taggedServer(cloud, request, 'update');
    const { tag } = paramsSchema.parse(request.params);
    checkSettled(server, 'update tag');
    if (!parameters.tag.safeParse(tag).success) {
      const rule = "It must be a non empty string without characters '/' and ','.";
      throw new ApiFault(400, `Tag '${tag}' is invalid. ${rule}`);
    }
    if (server.tags.length >= most) {
      throw new ApiFault(400, `The number of tags exceeded the per-server limit ${most}`);
    }
    if (server.tags.includes(tag)) return reply.code(204).send();
    server.tags = [...server.tags, tag].toSorted();
    const [self] = linksOf(cloud, request, `servers/${server.id}/tags/${encodeURIComponent(tag)}`);
    return reply
      .code(201)
      .header('location', self?.href ?? '')
      .send();
  });
  app.delete(`${path}/:tag`, async (request, reply) => {
    const server = taggedServer(cloud, request, 'delete');
    const { tag } = paramsSchema.parse(request.params);
    checkSettled(server, 'delete tag');
    if (!server.tags.includes(tag)) throw new ApiFault(404, `Instance ${server.id} has no tag '${tag}'`);
    server.tags = server.tags.filter((one) => one !== tag);
    return reply.code(204).send();
  });
}

/** Unlike elsewhere, servers of other projects are refused, not hidden. */
function taggedServer({ state }: SimCloud, request: FastifyRequest, action: string): Server {
  requireVersions(request, 26);
  const { serverId } = paramsSchema.parse(request.params);
  const server = state.servers.get(serverId);
  if (server === undefined) throw new ApiFault(404, `Instance ${serverId} has no mapping to a cell.`);
  projectPolicy(request, `${policy}:${action}`, server.projectId);
  return server;
}

function checkSettled(server: Server, action: string): void {
  const from = ['ACTIVE', 'PAUSED', 'SUSPENDED', 'SHUTOFF'] as const;
  checkServerState(server, { action, from, isPatient: true, isEarly: true });
}
