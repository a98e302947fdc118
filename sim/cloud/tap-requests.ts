import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { breakAnswer } from './break-answer.ts';
import { breakUpload } from './break-upload.ts';
import type { SimCloud } from './sim-cloud.ts';
import type { Disruption, Tapped } from './tap.ts';
import { isWrite, type Write } from './write.ts';

/** Settles the cloud's time, writes down what may change something, and lets the tap disturb. */
export function tapRequests(app: FastifyInstance, cloud: SimCloud): void {
  const writes = new WeakMap<FastifyRequest, Write>();
  const tapped = new WeakMap<FastifyRequest, Tapped>();

  app.addHook('onRequest', async (_request, reply) => {
    cloud.clock.settle();
    void reply.header('x-openstack-request-id', `req-${randomUUID()}`);
  });

  // Last of the hooks before the service: the body is there, and the write is about to happen.
  app.addHook('preHandler', async (request, reply) => {
    const { method, url } = request;
    const isNew = isWrite(method, url);
    const write: Write | undefined = isNew ? noteWrite(cloud, request) : undefined;
    if (write !== undefined) writes.set(request, write);
    const seen = tappedOf(cloud, request, write);
    tapped.set(request, seen);
    const disruption = cloud.tap.before?.(seen);
    return disruption === undefined ? undefined : disruptBefore(reply, disruption);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const write = writes.get(request);
    if (write !== undefined) write.status = reply.statusCode;
    const seen = tapped.get(request);
    const disruption = seen === undefined ? undefined : cloud.tap.after?.(seen, reply.statusCode);
    if (disruption?.type === 'wait') await pause(disruption.durationMs);
    if (disruption?.type === 'cut') cutOff(reply);
    if (disruption?.type === 'truncate') breakAnswer(reply);
    if (disruption?.type !== 'answer') return payload;
    void reply
      .code(disruption.status)
      .headers(disruption.headers ?? {})
      .removeHeader('content-length');
    return failure;
  });
}

function noteWrite(cloud: SimCloud, request: FastifyRequest): Write {
  const { method, url: path, body } = request;
  const isJson = typeof body !== 'object' || body === null || !('pipe' in body);
  const write: Write = {
    number: cloud.writes.length + 1,
    method,
    path,
    body: isJson ? body : undefined,
    userId: request.caller?.userId,
    receivedMs: Date.now(),
    status: undefined,
  };
  cloud.writes.push(write);
  return write;
}

function tappedOf({ name: cloud }: SimCloud, request: FastifyRequest, write: Write | undefined): Tapped {
  const { method, url: path } = request;
  return { cloud, service: path.split('/')[1] ?? '', method, path, writeNumber: write?.number };
}

const failure = JSON.stringify({ message: 'the simulated service failed' });

/** A reply that is returned ends the request here. */
async function disruptBefore(reply: FastifyReply, disruption: Disruption): Promise<FastifyReply | undefined> {
  if (disruption.type === 'answer') {
    const { status, headers = {} } = disruption;
    return reply.code(status).headers(headers).type('application/json').send(failure);
  }
  if (disruption.type === 'wait') await pause(disruption.durationMs);
  if (disruption.type === 'truncate') breakAnswer(reply);
  if (disruption.type === 'break-upload') breakUpload(reply.request);
  if (disruption.type !== 'cut') return undefined;
  cutOff(reply);
  return reply.hijack();
}

/** By the answer: a request whose body was read has ended, and no longer takes its connection with it. */
function cutOff(reply: FastifyReply): void {
  reply.raw.destroy();
}

function pause(durationMs: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, durationMs);
  });
}
