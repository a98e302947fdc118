import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Port } from '../network/records.ts';
import { followServer } from './follow-server.ts';
import { isSince } from './microversion.ts';
import { orderNics } from './order-nics.ts';
import { portsOf } from './ports-of.ts';
import type { Server } from './records.ts';
import { serverAddresses } from './server-addresses.ts';
import { serverOf } from './server-of.ts';
import { plugNic, unplugPort } from './plug-ports.ts';
import { volumeDevice } from './plug-volumes.ts';
import { checkServerLock, checkServerState } from './server-state.ts';

const detachMs = 500;
const paramsSchema = z.object({ portId: z.string() });
const address = z.strictObject({ ip_address: z.union([z.ipv4(), z.ipv6()]) });
const bodySchema = z.strictObject({
  interfaceAttachment: z.strictObject({
    net_id: z.guid().optional(),
    port_id: z.guid().optional(),
    fixed_ips: z.array(address).length(1).optional(),
    tag: z.string().optional(),
  }),
});

/** Compute API, "Port interfaces (servers, os-interface)", "Servers IPs", and the volumes of a server. */
export function serverInterfaces(app: FastifyInstance, cloud: SimCloud): void {
  const path = '/servers/:serverId/os-interface';
  app.get(path, async (request) => {
    const ports = portsOf(cloud, serverOf(cloud, request)).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    return { interfaceAttachments: ports.map((port) => interfaceView(request, port)) };
  });
  app.post(path, async (request) => ({ interfaceAttachment: attach(cloud, request) }));
  app.get(`${path}/:portId`, async (request) => ({
    interfaceAttachment: interfaceView(request, portOf(cloud, request)),
  }));
  app.delete(`${path}/:portId`, async (request, reply) => {
    detach(cloud, request);
    return reply.code(202).send();
  });
  app.get('/servers/:serverId/ips', async (request) => {
    const addresses = serverAddresses(cloud, serverOf(cloud, request));
    const brief = Object.entries(addresses).map(([name, own]) => {
      return [name, own.map(({ version, addr }) => ({ version, addr }))];
    });
    return { addresses: Object.fromEntries(brief) };
  });
  app.get('/servers/:serverId/os-volume_attachments', async (request) => {
    const server = serverOf(cloud, request);
    return { volumeAttachments: server.volumeIds.map((id, index) => volumeView(request, server, { id, index })) };
  });
}

function portOf(cloud: SimCloud, request: FastifyRequest): Port {
  const server = serverOf(cloud, request);
  const { portId } = paramsSchema.parse(request.params);
  const port = portsOf(cloud, server).find(({ id }) => id === portId);
  if (port !== undefined) return port;
  const isThere = cloud.state.ports.get(portId) !== undefined;
  const message = `Instance ${server.id} does not have a port with id ${portId}`;
  throw new ApiFault(404, isThere ? message : `Port id ${portId} could not be found.`);
}

function interfaceView(request: FastifyRequest, port: Port): object {
  const { id, network_id, mac_address, status, fixed_ips } = port;
  const tag = isSince(request, 70) ? { tag: null } : {};
  return { net_id: network_id, port_id: id, mac_addr: mac_address, port_state: status, fixed_ips, ...tag };
}

function attach(cloud: SimCloud, request: FastifyRequest): object {
  const { port_id: port, net_id: uuid, fixed_ips } = parseBody(request, bodySchema).interfaceAttachment;
  const server = serverOf(cloud, request);
  if (port !== undefined && uuid !== undefined) {
    throw new ApiFault(400, 'Must not input both network_id and port_id');
  }
  if (fixed_ips !== undefined && uuid === undefined)
    throw new ApiFault(400, 'Must input network_id when request IP address');
  checkServerLock(request, server);
  checkServerState(server, { action: 'attach_interface', from: ['ACTIVE', 'PAUSED', 'SHUTOFF'] });
  const fixed_ip = fixed_ips?.[0]?.ip_address;
  const caller = callerOf(request);
  const wishes = port === undefined && uuid === undefined ? undefined : [{ port, uuid, fixed_ip }];
  const [nic] = noteFault(server, () => orderNics(cloud, caller, wishes));
  if (nic === undefined) throw new ApiFault(400, 'No network is there to attach to.');
  const isPlugged = plugNic(cloud, server, { nic, host: server.host ?? '', isByAdmin: isAdmin(caller) });
  if (!isPlugged) throw new ApiFault(500, 'Failed to attach network adapter device to ' + server.id);
  followServer(cloud, server);
  const last = portsOf(cloud, server).at(-1);
  if (last === undefined) throw new ApiFault(500, `Failed to attach network adapter device to ${server.id}`);
  return interfaceView(request, last);
}

/** A conflict is found on the server's host, and remembered as its fault. */
function noteFault<T>(server: Server, attempt: () => T): T {
  try {
    return attempt();
  } catch (fault) {
    if (fault instanceof ApiFault && fault.status === 409) {
      server.fault = fault.message;
      server.faultCode = 400;
    }
    throw fault;
  }
}

function detach(cloud: SimCloud, request: FastifyRequest): void {
  const server = serverOf(cloud, request);
  checkServerLock(request, server);
  checkServerState(server, { action: 'detach_interface', from: ['ACTIVE', 'PAUSED', 'SHUTOFF'] });
  const { id } = portOf(cloud, request);
  cloud.clock.after(
    detachMs,
    () => {
      const found = cloud.state.servers.get(server.id);
      if (found !== undefined) unplugPort(cloud, found, id);
    },
    `server ${server.id}: detaching port ${id}`,
  );
}

function volumeView(request: FastifyRequest, server: Server, volume: { id: string; index: number }): object {
  const { id, index } = volume;
  return {
    ...(isSince(request, 89) ? {} : { id }),
    volumeId: id,
    serverId: server.id,
    device: volumeDevice(server, index),
    ...(isSince(request, 70) ? { tag: null } : {}),
    ...(isSince(request, 79) ? { delete_on_termination: server.ownVolumeIds.includes(id) } : {}),
    ...(isSince(request, 89) ? { attachment_id: id, bdm_uuid: id } : {}),
  };
}
