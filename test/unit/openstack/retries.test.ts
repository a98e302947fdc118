import { afterEach, beforeEach, expect, it } from 'vitest';
import { limits } from '../../../src/base/limits.ts';
import type { Cloud, CloudRequest } from '../../../src/openstack/cloud.ts';
import { type FakeCloud, openFakeCloud, type Reply } from './fake-cloud.ts';
import { problemOf } from './problem-of.ts';

let fake: FakeCloud;
let cloud: Cloud;
let pausesMs: number[];

beforeEach(async () => {
  fake = await openFakeCloud();
  ({ cloud, pausesMs } = await fake.open());
});
afterEach(() => fake.close());

interface Expected {
  /** The pauses before each further try. */
  readonly pausesMs: readonly number[];
  /** The remedy of the Problem at the end; success when there is none. */
  readonly remedy?: string;
}

type Method = CloudRequest['method'];

async function check(method: Method, replies: readonly Reply[], expected: Expected): Promise<void> {
  fake.replies.set(`${method} /compute/v2.1/servers`, replies);
  const sending = cloud.send({ service: 'compute', method, path: '/servers' });
  if (expected.remedy === undefined) expect((await sending).status).toBe(200);
  else expect(await problemOf(sending)).toMatchObject({ remedy: expected.remedy, resource: 'cloud fake' });
  expect(pausesMs).toEqual(expected.pausesMs);
  expect(fake.calls).toHaveLength(expected.pausesMs.length + 1);
}

const failing: readonly [Method, string, readonly Reply[], Expected][] = [
  ['POST', '429 with seconds', [asked(429, '3'), {}], { pausesMs: [3000] }],
  ['POST', '429 without', [{ status: 429 }, {}], { pausesMs: [500] }],
  ['POST', '503 with seconds', [asked(503, '3'), {}], { pausesMs: [3000] }],
  ['POST', '503 with no time to wait', [asked(503, '0'), {}], { pausesMs: [500] }],
  ['POST', '503 without', [{ status: 503 }, {}], { pausesMs: [], remedy: 'wait' }],
  ['POST', '500', [{ status: 500 }, {}], { pausesMs: [], remedy: 'wait' }],
  ['PATCH', '502', [{ status: 502 }, {}], { pausesMs: [], remedy: 'wait' }],
  ['POST', 'a lost connection', [{ fault: 'cut' }, {}], { pausesMs: [], remedy: 'wait' }],
  ['POST', 'a cut body', [{ fault: 'cut body' }, {}], { pausesMs: [], remedy: 'wait' }],
  ['POST', 'a rate limit of old Nova', [asked(413, '2'), {}], { pausesMs: [2000] }],
  ['POST', 'a quota of Cinder', [asked(413, '0'), {}], { pausesMs: [], remedy: 'ask' }],
  ['GET', '503 without', [{ status: 503 }, {}], { pausesMs: [500] }],
  ['GET', '500', [{ status: 500 }, { status: 500 }, {}], { pausesMs: [500, 1000] }],
  ['GET', '501', [{ status: 501 }, {}], { pausesMs: [], remedy: 'wait' }],
  ['GET', '404', [{ status: 404 }, {}], { pausesMs: [], remedy: 'ask' }],
  ['GET', 'a lost connection', [{ fault: 'cut' }, {}], { pausesMs: [500] }],
  ['GET', 'a cut body', [{ fault: 'cut body' }, {}], { pausesMs: [500] }],
  ['PUT', 'a lost connection', [{ fault: 'cut' }, {}], { pausesMs: [500] }],
  ['DELETE', '502', [{ status: 502 }, {}], { pausesMs: [500] }],
  ['GET', '503 for ever', [{ status: 503 }], { pausesMs: [500, 1000, 2000, 4000], remedy: 'wait' }],
  ['POST', '429 for ever', [asked(429, '3')], { pausesMs: [3000, 3000, 3000, 4000], remedy: 'wait' }],
  ['POST', '429 for a day', [asked(429, '86400'), {}], { pausesMs: [], remedy: 'wait' }],
  ['DELETE', 'a redirection', [{ status: 302, headers: { location: '/x' } }], { pausesMs: [], remedy: 'ask' }],
];

function asked(status: number, time: string): Reply {
  return { status, headers: { 'retry-after': time } };
}

it.each(failing)('%s: %s', async (method, _name, replies, expected) => {
  await check(method, replies, expected);
});

it('takes Retry-After as a date too', async () => {
  const date = new Date(Date.now() + 60_000).toUTCString();
  fake.replies.set('GET /compute/v2.1/servers', [asked(503, date), {}]);
  await cloud.send({ service: 'compute', method: 'GET', path: '/servers' });
  expect(pausesMs).toHaveLength(1);
  expect(Math.abs((pausesMs[0] ?? 0) - 59_500)).toBeLessThan(5_000);
});

it('tries as often as the limit says when no connection comes about, also a write', async () => {
  const gone = await openFakeCloud();
  await gone.close();
  const { cloud: cut, pausesMs: waitedMs } = await fake.open({ endpoints: { compute: gone.url } });
  const problem = await problemOf(cut.send({ service: 'compute', method: 'POST', path: '/servers' }));
  expect(problem.paragraph()).toContain(`cloud fake: no answer from ${gone.url} to POST /v2.1/servers (`);
  expect(problem.cure).toContain('clouds.yaml');
  expect(waitedMs).toHaveLength(limits.requestTries - 1);
  expect(cut.traffic.counts()).toEqual({ reads: 0, writes: 0, logins: 1 });
});

it('counts a request whose answer was lost', async () => {
  fake.replies.set('POST /compute/v2.1/servers', [{ fault: 'cut' }]);
  await problemOf(cloud.send({ service: 'compute', method: 'POST', path: '/servers' }));
  expect(cloud.traffic.counts()).toEqual({ reads: 0, writes: 1, logins: 1 });
  expect(cloud.traffic.exchanges.at(-1)).toMatchObject({ route: '/servers', status: 0, cloud: 'fake' });
});

it('tells when to come back', async () => {
  fake.replies.set('POST /compute/v2.1/servers', [asked(503, '86400')]);
  const problem = await problemOf(cloud.send({ service: 'compute', method: 'POST', path: '/servers' }));
  expect(problem.cure).toContain('86400 s');
});

it('sends a microversion in both headers of Nova, and in the one of the others', async () => {
  for (const service of ['compute', 'placement'] as const) {
    const microversion = `${service} 2.90`;
    await problemOf(cloud.send({ service, method: 'GET', path: '/x', microversion }));
  }
  const [compute, placement] = fake.calls.map(({ headers }) => headers);
  expect(compute).toMatchObject({
    'openstack-api-version': 'compute 2.90',
    'x-openstack-nova-api-version': '2.90',
    accept: 'application/json',
  });
  expect(placement).toHaveProperty('openstack-api-version', 'placement 2.90');
  expect(placement).not.toHaveProperty('x-openstack-nova-api-version');
});

it('sends a body of another media type', async () => {
  fake.replies.set('PATCH /image/v2/images/i1', [{ body: {} }]);
  const contentType = 'application/openstack-images-v2.1-json-patch';
  const body = [{ op: 'remove', path: '/x' }];
  await cloud.send({ service: 'image', method: 'PATCH', path: '/images/i1', body, contentType });
  expect(fake.calls[0]).toMatchObject({ headers: { 'content-type': contentType }, body: JSON.stringify(body) });
});

it('asks for the version document beside the project that an old catalog adds', async () => {
  fake.replies.set('GET /compute/v2.1/', [{ body: { version: {} } }]);
  const { cloud: old } = await fake.open({ endpoints: { compute: `${fake.url}/compute/v2.1/p1` } });
  expect((await old.send({ service: 'compute', method: 'GET', path: '/' })).status).toBe(200);
});
