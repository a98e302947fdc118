import { afterEach, beforeEach, expect, it } from 'vitest';
import { limits } from '../../../src/base/limits.ts';
import { connectionsMax, exchange, openAgent } from '../../../src/openstack/http.ts';
import { type FakeCloud, openFakeCloud, type Reply } from './fake-cloud.ts';
import { problemOf } from './problem-of.ts';

let fake: FakeCloud;

beforeEach(async () => {
  fake = await openFakeCloud();
});
afterEach(() => fake.close());

const key = 'GET /compute/v2.1/servers';
const read = { service: 'compute', method: 'GET', path: '/servers' } as const;

const faults: readonly [string, Reply, string][] = [
  ['no headers', { fault: 'silent' }, 'Headers Timeout Error'],
  ['a silent body', { fault: 'silent body', headers: { 'content-length': '100' } }, 'Body Timeout Error'],
  ['a cut body', { fault: 'cut body', headers: { 'content-length': '100' } }, 'other side closed'],
  ['a cut body of unknown length', { fault: 'cut body' }, 'other side closed'],
];

it.each(faults)('%s is a Problem that waits', async (_name, reply, words) => {
  fake.loginReplies.push({ body: '{"servers": []}', ...reply });
  const agent = openAgent({ verify: true }, 100);
  const url = `${fake.url}/v3/auth/tokens`;
  const problem = await problemOf(exchange(agent, { method: 'POST', url, headers: {}, body: '{}' }));
  expect(problem).toMatchObject({ remedy: 'wait', detail: words });
  expect(problem.message).toBe(`no answer from ${fake.url} to POST /v3/auth/tokens`);
  await agent.destroy();
});

it('a closed cloud lets idle connections go at once', async () => {
  fake.replies.set(key, [{}]);
  const { cloud } = await fake.open();
  await Promise.all(Array.from({ length: 6 }, () => cloud.send(read)));
  expect(await fake.connections()).toBeGreaterThan(1);
  const startedMs = performance.now();
  await cloud.close();
  expect(performance.now() - startedMs).toBeLessThan(2_000);
  await expect.poll(() => fake.connections()).toBe(0);
});

it('a closed cloud breaks off what runs, and nothing is tried again', async () => {
  fake.replies.set(key, [{ fault: 'silent' }]);
  const { cloud, pausesMs } = await fake.open();
  const running = problemOf(cloud.send(read));
  await expect.poll(() => fake.calls.length).toBe(1);
  const startedMs = performance.now();
  await cloud.close();
  expect(await running).toMatchObject({ remedy: 'stop' });
  expect(performance.now() - startedMs).toBeLessThan(2_000);
  expect(await problemOf(cloud.send(read))).toMatchObject({ remedy: 'stop' });
  expect(pausesMs).toEqual([]);
});

it('requests of one service are bounded, and a slow service holds up no other', async () => {
  fake.replies.set(key, [{ fault: 'silent' }]);
  fake.replies.set('GET /image/v2/images', [{ body: {} }]);
  const { cloud } = await fake.open();
  const slow = Array.from({ length: 40 }, () => problemOf(cloud.send(read)));
  await expect.poll(() => fake.calls.length).toBe(limits.concurrency.compute);
  const images = Array.from({ length: 40 }, () => cloud.send({ service: 'image', method: 'GET', path: '/images' }));
  expect(await Promise.all(images)).toHaveLength(40);
  await cloud.close();
  expect(await Promise.all(slow)).toHaveLength(40);
});

it('a pool has as many connections as all services may use at once', async () => {
  fake.loginReplies.push(...Array.from({ length: 100 }, () => ({ fault: 'silent' }) as const));
  const agent = openAgent({ verify: true });
  const request = { method: 'POST', url: `${fake.url}/v3/auth/tokens`, headers: {} } as const;
  const running = Array.from({ length: 60 }, () => problemOf(exchange(agent, request)));
  await expect.poll(() => fake.logins.length, { timeout: 10_000 }).toBe(connectionsMax);
  expect(await fake.connections()).toBe(connectionsMax);
  await agent.destroy();
  await Promise.all(running);
});
