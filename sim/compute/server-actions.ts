import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { actionOf } from './action-of.ts';
import { deleteServer } from './delete-server.ts';
import { isSince } from './microversion.ts';
import { adminPolicy } from './policy.ts';
import type { Server } from './records.ts';
import { createServerImage } from './server-image.ts';
import { mappedServerOf, serverOf } from './server-of.ts';
import { changePower, powerChanges, rebootChange } from './change-power.ts';
import { checkServerLock } from './server-state.ts';

/** Compute API, "Servers - run an action (servers, action)". */
export function serverActions(app: FastifyInstance, cloud: SimCloud): void {
  app.post('/servers/:serverId/action', async (request, reply) => {
    const name = actionOf(request);
    const power = powerChanges[name];
    if (power !== undefined) {
      const isMapped = name === 'os-start' || name === 'os-stop';
      changePower(cloud, request, isMapped ? mappedServerOf(cloud, request) : serverOf(cloud, request), power);
      return reply.code(202).send();
    }
    const action = actions[name];
    if (action === undefined) throw new ApiFault(400, `There is no such action: ${name}`);
    return action(cloud, request, reply);
  });
}

type Action = (cloud: SimCloud, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

const actions: Readonly<Record<string, Action>> = {
  reboot,
  lock,
  unlock,
  createImage: async (cloud, request, reply) => createServerImage(cloud, request, reply, serverOf(cloud, request)),
  forceDelete: remove,
  'os-resetState': resetState,
  'os-getConsoleOutput': async (cloud, request, reply) => {
    const server = serverOf(cloud, request);
    if (server.host === null) throw new ApiFault(409, `Instance ${server.id} is not ready`);
    return reply.send({ output: `${server.hostname} login: \n` });
  },
};

const rebootWords = z.enum(['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft']);
const rebootSchema = z.strictObject({ reboot: z.strictObject({ type: rebootWords }) });

async function reboot(cloud: SimCloud, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { type } = parseBody(request, rebootSchema).reboot;
  changePower(cloud, request, serverOf(cloud, request), rebootChange(type.toUpperCase() === 'HARD'));
  return reply.code(202).send();
}

const lockSchema = z.strictObject({
  lock: z.strictObject({ locked_reason: z.string().min(1).max(255).optional() }).nullable(),
});

/** An owner cannot lock what is locked; an administrator of another project takes the lock over. */
async function lock(cloud: SimCloud, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const wanted = isSince(request, 73) ? parseBody(request, lockSchema).lock : null;
  const server = serverOf(cloud, request);
  const isOwner = server.projectId === callerOf(request).projectId;
  if (server.lockedBy !== undefined && isOwner) return reply.code(202).send();
  server.lockedBy = isOwner ? 'owner' : 'admin';
  server.lockedReason = wanted?.locked_reason ?? server.lockedReason;
  server.updatedAt = cloud.clock.now();
  return reply.code(202).send();
}

/** What an administrator locked, its owner cannot unlock. */
async function unlock(cloud: SimCloud, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const server = serverOf(cloud, request);
  const caller = callerOf(request);
  const expected = server.projectId === caller.projectId ? 'owner' : 'admin';
  if (server.lockedBy !== undefined && server.lockedBy !== expected && !isAdmin(caller)) {
    adminPolicy(request, 'os_compute_api:os-lock-server:unlock:unlock_override');
  }
  server.lockedBy = undefined;
  server.lockedReason = null;
  server.updatedAt = cloud.clock.now();
  return reply.code(202).send();
}

async function remove(cloud: SimCloud, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const server = serverOf(cloud, request);
  checkServerLock(request, server);
  deleteServer(cloud, server);
  return reply.code(202).send();
}

const stateSchema = z.strictObject({ 'os-resetState': z.strictObject({ state: z.enum(['active', 'error']) }) });

async function resetState(cloud: SimCloud, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { state } = parseBody(request, stateSchema)['os-resetState'];
  adminPolicy(request, 'os_compute_api:os-admin-actions:reset_state');
  const server: Server = serverOf(cloud, request);
  server.status = state === 'active' ? 'ACTIVE' : 'ERROR';
  server.taskState = null;
  server.updatedAt = cloud.clock.now();
  return reply.code(202).send();
}
