import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { placementVersion } from './placement-version.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  409: 'Conflict',
};

/** Faults of Placement have the id of their request, and a code since 1.23. */
export function answerPlacementFaults(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    // Who has no token hears it from the middleware, in the words of Keystone.
    if (!(error instanceof ApiFault) || error.status === 401) throw error;
    const { status, message } = error;
    const requestId = reply.getHeader('x-openstack-request-id');
    const ends = status === 406 ? { max_version: '1.39', min_version: '1.0' } : {};
    const code = status !== 406 && isCoded(request) ? { code: 'placement.undefined_code' } : {};
    const fault = {
      status,
      title: titles[status] ?? 'Error',
      detail: message,
      ...code,
      request_id: requestId,
      ...ends,
    };
    return reply
      .code(status)
      .type('application/json')
      .send({ errors: [fault] });
  });
  app.setNotFoundHandler(() => {
    throw new ApiFault(404, 'The resource could not be found.');
  });
}

function isCoded(request: FastifyRequest): boolean {
  try {
    return placementVersion(request) >= 23;
  } catch {
    return false;
  }
}
