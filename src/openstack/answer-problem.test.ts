import { describe, expect, it } from 'vitest';
import { answerProblem } from './answer-problem.ts';
import type { HttpAnswer } from './http.ts';
import type { Service } from './service.ts';

const url = 'http://sky.example:8774/v2.1/servers?marker=secret';
const header = { 'x-openstack-request-id': 'req-1' };

function problemFor(service: Service, status: number, body: unknown, headers: HttpAnswer['headers'] = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return answerProblem(service, 'POST', url, { status, headers, text });
}

const bodies: readonly [string, unknown, string | undefined][] = [
  [
    'Keystone',
    { error: { message: 'Could not find user: x.', code: 404, title: 'Not Found' } },
    'Could not find user: x',
  ],
  ['Nova', { badRequest: { code: 400, message: 'Invalid imageRef.' } }, 'Invalid imageRef'],
  [
    'Cinder',
    { overLimit: { code: 413, message: 'VolumeSizeExceedsQuota', retryAfter: '0' } },
    'VolumeSizeExceedsQuota',
  ],
  ['Neutron', { NeutronError: { type: 'IpInUse', message: 'It is used.', detail: '' } }, 'It is used'],
  ['Placement', { errors: [{ status: 409, title: 'Conflict', detail: 'A race.\n\n', code: 'x' }] }, 'A race'],
  ['Glance in JSON', { message: 'Not yours<br /><br />\n\n\n', code: '403 Forbidden' }, 'Not yours'],
  [
    'Glance in HTML',
    '<html>\n <head><title>409 Conflict</title></head>\n <body><h1>409 Conflict</h1>\n' +
      ' Image &quot;x&quot; is in use<br /><br />\n</body></html>',
    '409 Conflict Image "x" is in use',
  ],
  ['a proxy', '<!DOCTYPE html><HTML><style>p {}</style><h1>503</h1><p class="x">No server</p></HTML>', '503 No server'],
  ['words with <angles>', { error: { message: 'expected <int>, given a < b' } }, 'expected <int>, given a < b'],
  ['plain text', 'no healthy upstream\n', 'no healthy upstream'],
  ['nothing', '', undefined],
  ['no words', '{"x": 1}', '{"x": 1}'],
];

describe('the words of', () => {
  it.each(bodies)('%s', (_name, body, detail) => {
    expect(problemFor('compute', 400, body)).toMatchObject({
      message: 'compute answered 400 to POST /v2.1/servers',
      detail,
    });
  });

  it('a chatterbox', () => {
    expect(problemFor('compute', 400, 'x'.repeat(9000)).detail).toHaveLength(401);
  });
});

const placementBody = { errors: [{ detail: 'A race.', request_id: 'req-body' }] };
const requestIds: readonly [HttpAnswer['headers'], unknown, string | undefined][] = [
  [header, {}, 'req-1'],
  [{ 'x-compute-request-id': 'req-2' }, {}, 'req-2'],
  [{ 'x-openstack-request-id': ['req-3', 'req-4'] }, {}, 'req-3'],
  [{}, placementBody, 'req-body'],
  [header, placementBody, 'req-1'],
  [{}, '<html>', undefined],
];

it.each(requestIds)('the request id of %j with %j', (headers, body, requestId) => {
  expect(problemFor('placement', 409, body, headers).requestId).toBe(requestId);
});

it.each([
  [400, 'ask', undefined],
  [401, 'ask', 'keystone_authtoken'],
  [403, 'ask', 'lacks a right in compute'],
  [408, 'retry', undefined],
  [409, 'ask', undefined],
  [413, 'ask', 'quota'],
  [429, 'wait', 'no more requests'],
  [500, 'wait', 'log has the request id'],
  [503, 'wait', 'goes on'],
] as const)('%d: %s', (status, remedy, cure) => {
  const problem = problemFor('compute', status, {});
  expect(problem).toMatchObject({ status, remedy });
  expect(problem.cure ?? '').toContain(cure ?? '');
  expect(problem.paragraph()).not.toContain('secret');
});
