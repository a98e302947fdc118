import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { bootServers } from './boot-server.ts';
import { deleteServer } from './delete-server.ts';
import { linksOf } from './links.ts';
import { microversion } from './microversion.ts';
import { orderBoot } from './order-boot.ts';
import { pageOf } from './page.ts';
import { parameters } from './parameters.ts';
import type { Server } from './records.ts';
import { serverBodyOf } from './server-body.ts';
import { wantedServers } from './wanted-servers.ts';
import { serverOf } from './server-of.ts';
import { checkServerLock } from './server-state.ts';
import { serverLine, serverView } from './server-view.ts';

/** Compute API, "Servers (servers)". */
export function servers(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/servers', async (request) => list(cloud, request, 'index'));
  app.get('/servers/detail', async (request) => list(cloud, request, 'detail'));
  app.post('/servers', async (request, reply) => boot(cloud, request, reply));
  app.get('/servers/:serverId', async (request) => ({
    server: serverView(cloud, request, serverOf(cloud, request), 'one'),
  }));
  app.put('/servers/:serverId', async (request) => change(cloud, request));
  app.delete('/servers/:serverId', async (request, reply) => {
    const server = serverOf(cloud, request);
    checkServerLock(request, server);
    deleteServer(cloud, server);
    return reply.code(204).send();
  });
}

function list(cloud: SimCloud, request: FastifyRequest, policy: 'index' | 'detail'): object {
  const path = policy === 'index' ? 'servers' : 'servers/detail';
  const items = wantedServers(cloud, request, policy);
  const page = pageOf(cloud, request, { path, items, idOf: ({ id }) => id });
  const view = (server: Server): object =>
    policy === 'index' ? serverLine(cloud, request, server) : serverView(cloud, request, server, 'list');
  return {
    servers: page.items.map(view),
    ...(page.links === undefined ? {} : { servers_links: page.links }),
  };
}

async function boot(cloud: SimCloud, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const body = serverBodyOf(request);
  const [server] = bootServers(cloud, orderBoot(cloud, request, body));
  if (server === undefined) throw new Error('an order is for at least one server');
  const { adminPass = cloud.random.hexId().slice(0, 12), security_groups: groups, return_reservation_id } = body.server;
  if (return_reservation_id) return reply.code(202).send({ reservation_id: server.reservationId });
  const links = linksOf(cloud, request, `servers/${server.id}`);
  void reply.header('location', links[0]?.href ?? '');
  const answer = {
    id: server.id,
    links,
    'OS-DCF:diskConfig': server.diskConfig,
    security_groups: groups ?? [{ name: 'default' }],
    adminPass,
  };
  return reply.code(202).send({ server: answer });
}

const { name, diskConfig, ipv4, ipv6, hostname, description } = parameters;
const first = z.strictObject({
  name: name.optional(),
  'OS-DCF:diskConfig': diskConfig.optional(),
  accessIPv4: ipv4.optional(),
  accessIPv6: ipv6.optional(),
});
const described = first.extend({ description: description.optional() });
const named = described.extend({ hostname: hostname.optional() });

type Changes = z.infer<typeof named>;

function changesOf(request: FastifyRequest): Changes {
  const minor = microversion(request);
  if (minor >= 90) return parseBody(request, z.strictObject({ server: named })).server;
  if (minor >= 19) return parseBody(request, z.strictObject({ server: described })).server;
  return parseBody(request, z.strictObject({ server: first })).server;
}

function change(cloud: SimCloud, request: FastifyRequest): object {
  const changes = changesOf(request);
  const server = serverOf(cloud, request);
  server.name = changes.name ?? server.name;
  server.accessIpv4 = changes.accessIPv4 ?? server.accessIpv4;
  server.accessIpv6 = changes.accessIPv6 ?? server.accessIpv6;
  server.diskConfig = changes['OS-DCF:diskConfig'] ?? server.diskConfig;
  server.hostname = changes.hostname ?? server.hostname;
  if (changes.description !== undefined) server.description = changes.description;
  server.updatedAt = cloud.clock.now();
  return { server: serverView(cloud, request, server, 'update') };
}
