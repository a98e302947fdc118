import type { FastifyInstance } from 'fastify';
import { ApiFault } from './api-fault.ts';

/** Names of statuses as Nova and Cinder wrap them. */
const wrappers: Readonly<Record<number, string>> = {
  400: 'badRequest',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'itemNotFound',
  405: 'badMethod',
  409: 'conflictingRequest',
  413: 'overLimit',
};

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
};

/** A fault in the words of its service: each wraps them in its own way. */
export function answerFaults(app: FastifyInstance, service: string): void {
  app.setErrorHandler((error, request, reply) => {
    if (!(error instanceof ApiFault) && statusOf(error) === 500) console.error(request.method, request.url, error);
    const status = error instanceof ApiFault ? error.status : statusOf(error);
    const message = error instanceof Error ? error.message : String(error);
    const type = error instanceof ApiFault ? error.type : undefined;
    if (error instanceof ApiFault) void reply.headers(error.headers);
    const isHtml = service === 'image' && status !== 401;
    void reply.type(isHtml ? 'text/html; charset=UTF-8' : 'application/json');
    return reply.code(status).send(wrapped(service, { status, message, type }));
  });
}

function statusOf(error: unknown): number {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500;
}

interface Words {
  readonly status: number;
  readonly message: string;
  readonly type: string | undefined;
}

function wrapped(service: string, { status, message, type }: Words): unknown {
  const title = titles[status] ?? 'Internal Server Error';
  if (service === 'identity' || status === 401) return { error: { code: status, message, title } };
  if (service === 'network') return { NeutronError: { type: type ?? 'HTTPError', message, detail: '' } };
  if (service === 'placement') return { errors: [{ status, title, detail: message }] };
  if (service === 'image') {
    const heading = `${status} ${title}`;
    const head = ` <head>\n  <title>${heading}</title>\n </head>\n`;
    return `<html>\n${head} <body>\n  <h1>${heading}</h1>\n  ${message}<br /><br />\n </body>\n</html>`;
  }
  return { [wrappers[status] ?? 'computeFault']: { code: status, message } };
}
