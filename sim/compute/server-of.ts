import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Server } from './records.ts';

const paramsSchema = z.object({ serverId: z.string() });

/** The server that the address of a request names; for others than its project's users there is none. */
export function serverOf({ state }: SimCloud, request: FastifyRequest): Server {
  const { serverId } = paramsSchema.parse(request.params);
  const server = state.servers.get(serverId);
  if (server !== undefined && mayAct(callerOf(request), server.projectId)) return server;
  throw new ApiFault(404, `Instance ${serverId} could not be found.`);
}

/** The same in the words of those calls that look at Nova's table of cells first. */
export function mappedServerOf(cloud: SimCloud, request: FastifyRequest): Server {
  const { serverId } = paramsSchema.parse(request.params);
  if (cloud.state.servers.get(serverId) !== undefined) return serverOf(cloud, request);
  throw new ApiFault(404, `Instance ${serverId} has no mapping to a cell.`);
}
