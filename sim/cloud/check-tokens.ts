import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiFault } from './api-fault.ts';
import type { Caller } from './caller.ts';
import type { SimCloud } from './sim-cloud.ts';

/** Every route but the public ones needs a token that is valid now, as keystonemiddleware has it. */
export function checkTokens(app: FastifyInstance, cloud: SimCloud): void {
  app.addHook('preHandler', async (request) => {
    const trusted = cloud.trusts === undefined ? undefined : findCaller(cloud.trusts, request);
    request.caller = findCaller(cloud, request) ?? trusted ?? null;
    if (request.routeOptions.config.isPublic !== true && request.caller === null && !request.is404) {
      throw new ApiFault(401, 'The request you have made requires authentication.', 'Unauthorized', {
        'www-authenticate': `Keystone uri="${cloud.url}/identity"`,
      });
    }
  });
}

function findCaller({ state, clock }: SimCloud, request: FastifyRequest): Caller | undefined {
  const { 'x-auth-token': id } = request.headers;
  const token = typeof id === 'string' ? state.tokens.get(id) : undefined;
  if (token === undefined || token.isRevoked || token.expiresAtMs <= clock.nowMs()) return undefined;
  const { userId, projectId, domainId, isSystem, roleIds } = token;
  const roles = roleIds.flatMap((roleId) => state.roles.get(roleId)?.name ?? []);
  return { userId, projectId, domainId, isSystem, roles, token: token.id };
}
