import type { FastifyInstance, FastifyRequest } from 'fastify';
import { callerOf } from '../cloud/caller.ts';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { authenticate, isUnsupported, supportedMethods } from './authenticate.ts';
import { enforce } from './enforce.ts';
import { queryValues } from './query-values.ts';
import type { Token } from './records.ts';
import { tokenAnswer } from './token-answer.ts';
import { validToken } from './valid-token.ts';

/** Logins, and what a service asks about the token that came with a request. */
export function tokenRoutes(app: FastifyInstance, cloud: SimCloud): void {
  app.post('/v3/auth/tokens', { config: { isPublic: true } }, async (request, reply) => {
    if (isUnsupported(request.body)) return reply.code(401).send(unsupportedAnswer());
    const token = authenticate(cloud, request.body);
    return reply
      .code(201)
      .header('x-subject-token', token.id)
      .send(tokenAnswer(cloud, token, hasCatalog(request)));
  });

  app.get('/v3/auth/tokens', async (request, reply) => {
    const token = subjectToken(cloud, request);
    const action = request.method === 'HEAD' ? 'check_token' : 'validate_token';
    enforce(cloud, request, action, { userId: token.userId });
    return reply.header('x-subject-token', token.id).send(tokenAnswer(cloud, token, hasCatalog(request)));
  });

  app.delete('/v3/auth/tokens', async (request, reply) => {
    const token = subjectToken(cloud, request);
    enforce(cloud, request, 'revoke_token', { userId: token.userId });
    token.isRevoked = true;
    token.isSuspended = false;
    return reply.code(204).send();
  });
}

function hasCatalog(request: FastifyRequest): boolean {
  return queryValues(request)['nocatalog'] === undefined;
}

function subjectToken(cloud: SimCloud, request: FastifyRequest): Token {
  callerOf(request);
  const { 'x-subject-token': id } = request.headers;
  if (typeof id !== 'string' || id === '') throw new ApiFault(404, 'No token in the request');
  return validToken(cloud, id);
}

function unsupportedAnswer(): object {
  const message = 'Attempted to authenticate with an unsupported method.';
  return { error: { code: 401, identity: { methods: supportedMethods }, message, title: 'Unauthorized' } };
}
