import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';
import { allowedMethods } from './allowed-methods.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  416: 'Request Range Not Satisfiable',
  500: 'Internal Server Error',
};

/** Refusals as webob writes them: a page, JSON or plain text, by what the client accepts. */
export function answerImageFaults(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status === 500) console.error(request.method, request.url, error);
    if (error instanceof ApiFault) void reply.headers(error.headers);
    // Requests without a valid token end before Glance gives them an id.
    if (status === 401) void reply.removeHeader('x-openstack-request-id');
    return answer(request, reply, status, error instanceof Error ? error.message : String(error));
  });
  const allowed = allowedMethods(app);
  app.setNotFoundHandler((request, reply) => {
    callerOf(request);
    const methods = allowed(request);
    if (methods.length === 0) return answer(request, reply, 404, 'The resource could not be found.');
    void reply.header('allow', methods.join(', '));
    return answer(request, reply, 405, `The method ${request.method} is not allowed for this resource. `);
  });
  // Fastify answers HEAD wherever it answers GET; Glance does so nowhere.
  app.addHook('preHandler', async (request) => {
    if (request.method !== 'HEAD' || request.is404) return;
    const headers = { allow: allowed(request).join(', ') };
    throw new ApiFault(405, 'The method HEAD is not allowed for this resource. ', undefined, headers);
  });
}

function answer(request: FastifyRequest, reply: FastifyReply, status: number, message: string): FastifyReply {
  const { accept = '' } = request.headers;
  const title = titles[status] ?? 'Internal Server Error';
  const code = `${status} ${title}`;
  void reply.code(status);
  if (accept.includes('html') || accept.includes('*/*')) {
    const page = ` <head>\n  <title>${code}</title>\n </head>\n <body>\n  <h1>${code}</h1>\n  ${message}<br /><br />\n`;
    return reply.type('text/html; charset=UTF-8').send(`<html>\n${page}\n\n\n </body>\n</html>`);
  }
  if (accept.includes('json')) {
    return reply.type('application/json').send({ message: `${message}<br /><br />\n\n\n`, code, title });
  }
  return reply.type('text/plain; charset=UTF-8').send(`${code}\n\n${message}\n\n\n   `);
}

function statusOf(error: unknown): number {
  if (error instanceof ApiFault) return error.status;
  const hasStatus = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number';
  return hasStatus ? Number(error.statusCode) : 500;
}
