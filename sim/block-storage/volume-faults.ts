import type { FastifyInstance } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';

const wrappers: Readonly<Record<number, string>> = {
  400: 'badRequest',
  403: 'forbidden',
  404: 'itemNotFound',
  409: 'conflictingRequest',
  413: 'overLimit',
};

/** Refusals in Cinder's words, and webob's for paths that it does not know. */
export function answerVolumeFaults(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const hasStatus = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
    const status = error instanceof ApiFault ? error.status : hasStatus ? Number(error.statusCode) : 500;
    if (status === 500) console.error(request.method, request.url, error);
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof ApiFault) void reply.headers(error.headers);
    void reply.code(status).type('application/json');
    if (status === 401) return reply.send({ error: { code: status, title: 'Unauthorized', message } });
    const retry = status === 413 ? { retryAfter: '0' } : {};
    if (status === 413) void reply.header('retry-after', '0');
    return reply.send({ [wrappers[status] ?? 'computeFault']: { code: status, message, ...retry } });
  });
  app.setNotFoundHandler((request, reply) => {
    callerOf(request);
    const message = 'The resource could not be found.<br /><br />\n\n\n';
    void reply.removeHeader('openstack-api-version').removeHeader('vary');
    return reply.code(404).type('application/json').send({ message, code: '404 Not Found', title: 'Not Found' });
  });
}
