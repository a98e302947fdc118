import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import type { Problem } from '../base/problem.ts';
import { type Cloud, openCloud } from '../openstack/cloud.ts';
import { copyImage, type ImageCopy } from './image-copy.ts';

/** A Glance of one image, with the faults that a test wants. It hashes what it receives, as the real one does. */
interface Glance {
  image: Record<string, unknown>;
  bytes: Buffer;
  /** Breaks the download after so many bytes. */
  breakAfter?: number;
  /** Breaks the upload after so many bytes. */
  breakUploadAfter?: number;
  /** Does not say how many bytes it sends. */
  isSizeless?: boolean;
  /** Its download was broken off by the other side. */
  isCut?: boolean;
  /** Refuses so many data requests with 401. */
  refusals: number;
  /** Keeps a changed copy of what it receives. */
  isLossy?: boolean;
  isDeleted: boolean;
}

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const body = randomBytes(3_000_000);
const sha512 = createHash('sha512').update(body).digest('hex');

async function openGlance(fields: Partial<Glance>): Promise<{ cloud: Cloud; glance: Glance }> {
  const glance: Glance = {
    image: { id: 'i', status: 'active' },
    bytes: body,
    refusals: 0,
    isDeleted: false,
    ...fields,
  };
  const server = createServer((request, answer) => void respond(glance, url, request, answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const user = { name: 'u', domain: { id: 'default' } };
  const auth = { type: 'password', authUrl: `${url}/v3`, user, password: 'p', scope: { type: 'default' } } as const;
  const none = { endpoints: {}, serviceInterfaces: {}, serviceRegions: {}, tls: { verify: true }, origin: 'test' };
  const cloud = await openCloud({ name: 'cloud', auth, interface: 'public', ...none });
  closers.push(async () => {
    await cloud.close();
    server.closeAllConnections();
    server.close();
  });
  return { cloud, glance };
}

async function respond(glance: Glance, url: string, request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const { method, url: path = '' } = request;
  if (path.endsWith('/auth/tokens')) {
    const endpoints = [{ interface: 'public', url }];
    const token = {
      expires_at: '2999-01-01T00:00:00Z',
      user: { id: 'u', name: 'u' },
      catalog: [{ type: 'image', endpoints }],
    };
    answer.writeHead(201, { 'x-subject-token': 't' }).end(JSON.stringify({ token }));
  } else if (!path.endsWith('/file')) {
    if (method === 'DELETE') glance.isDeleted = true;
    answer.writeHead(glance.isDeleted ? 404 : 200).end(JSON.stringify(glance.image));
  } else if (glance.refusals > 0) {
    glance.refusals -= 1;
    request.resume();
    answer.writeHead(401).end('{}');
  } else if (method === 'GET') {
    answer.writeHead(200, glance.isSizeless === true ? {} : { 'content-length': glance.bytes.length });
    answer.on('close', () => (glance.isCut = !answer.writableFinished));
    if (glance.breakAfter === undefined) answer.end(glance.bytes);
    else answer.write(glance.bytes.subarray(0, glance.breakAfter), () => answer.destroy());
  } else await receive(glance, request, answer);
}

async function receive(glance: Glance, request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  try {
    let receivedBytes = 0;
    for await (const chunk of request) {
      chunks.push(Buffer.from(chunk));
      receivedBytes += chunk.length;
      if (receivedBytes >= (glance.breakUploadAfter ?? Number.POSITIVE_INFINITY)) request.socket.destroy();
    }
  } catch {
    // The upload broke off: Glance takes the image back to `queued`.
    return;
  }
  const received = Buffer.concat(chunks);
  if (glance.isLossy === true) received[0] = 255 - (received[0] ?? 0);
  const value = createHash('sha512').update(received).digest('hex');
  glance.image = {
    ...glance.image,
    status: 'active',
    size: received.length,
    os_hash_algo: 'sha512',
    os_hash_value: value,
  };
  answer.writeHead(204).end();
}

const marked = { id: 'i', status: 'queued', pumphouse_source_id: 's' };

async function check(source: Partial<Glance>, destination: Partial<Glance>, copy: Partial<ImageCopy> = {}) {
  const [from, to] = [
    await openGlance(source),
    await openGlance({ image: marked, bytes: Buffer.of(), ...destination }),
  ];
  const parts = { source: from.cloud, sourceImageId: 'i', destination: to.cloud, destinationImageId: 'i', ...copy };
  const outcome = await copyImage(parts).then(
    ({ copiedBytes, digest }) => `${copiedBytes} ${digest.value === sha512 ? 'equal' : 'unequal'}`,
    ({ remedy, message }: Problem) => `${remedy}: ${message}`,
  );
  return { outcome, ...to.glance, from: from.glance };
}

const expected = { algorithm: 'sha512', value: sha512 };

it('copies and compares, with a digest of the source or without', async () => {
  expect(await check({}, {}, { expected, sizeBytes: body.length })).toMatchObject({ outcome: '3000000 equal' });
  expect(await check({}, {})).toMatchObject({ outcome: '3000000 equal' });
});

it('renews a refused token on either side', async () => {
  expect(await check({ refusals: 1 }, { refusals: 1 })).toMatchObject({ outcome: '3000000 equal' });
  expect((await check({}, { refusals: 2 })).outcome).toMatch(/^ask: image answered 401 to PUT/);
});

it('does not copy again, but compares again', async () => {
  const done = { ...marked, status: 'active', os_hash_algo: 'sha512', os_hash_value: sha512 };
  expect(await check({}, { image: done }, { expected })).toMatchObject({ outcome: '0 equal' });
  expect(await check({}, { image: done })).toMatchObject({ outcome: '0 equal' });
  const other = await check({}, { image: { ...done, os_hash_value: 'x' } });
  expect(other).toMatchObject({ outcome: expect.stringMatching(/^retry: .*did not come out equal/), isDeleted: true });
});

it('deletes a copy that came out unequal, if it is ours', async () => {
  expect(await check({}, { isLossy: true }, { expected })).toMatchObject({
    outcome: expect.stringMatching(/^retry: /),
    isDeleted: true,
  });
  const foreign = await check({}, { isLossy: true, image: { id: 'i', status: 'queued' } }, { expected });
  expect(foreign).toMatchObject({ outcome: expect.stringMatching(/^ask: /), isDeleted: false });
});

it('breaks the upload when the download breaks, and says which it was', async () => {
  const { outcome, image } = await check({ breakAfter: 1_000_000 }, {});
  expect(outcome).toMatch(/^wait: no answer from .* to GET/);
  expect(image['status']).toBe('queued');
});

it('breaks the download when the upload breaks, and says which it was', async () => {
  const bytes = randomBytes(40_000_000);
  const { outcome, image, from } = await check({ bytes }, { breakUploadAfter: 1_000_000 });
  expect(outcome).toMatch(/^wait: no answer from .* to PUT/);
  expect(image['status']).toBe('queued');
  await expect.poll(() => from.isCut).toBe(true);
});

it('breaks the download when the upload is refused', async () => {
  const bytes = randomBytes(40_000_000);
  const { outcome, from } = await check({ bytes }, { refusals: 2 });
  expect(outcome).toMatch(/^ask: image answered 401 to PUT/);
  await expect.poll(() => from.isCut).toBe(true);
});

it('computes the digest of bytes whose number nobody said', async () => {
  expect(await check({ isSizeless: true }, {})).toMatchObject({ outcome: '3000000 equal' });
  const lossy = await check({ isSizeless: true }, { isLossy: true });
  expect(lossy).toMatchObject({ outcome: expect.stringMatching(/^retry: /), isDeleted: true });
});

it('takes too few bytes for no copy', async () => {
  const fewer = await check({}, {}, { sizeBytes: body.length + 1 });
  expect(fewer).toMatchObject({ outcome: expect.stringMatching(/^retry: /), isDeleted: true });
});

it('stops when it is told to', async () => {
  const { outcome, image } = await check({}, {}, { signal: AbortSignal.abort() });
  expect(outcome).toMatch(/^wait: /);
  expect(image['status']).toBe('queued');
});

it('tells how much has been copied', async () => {
  const told: number[] = [];
  await check({}, {}, { onProgress: (copiedBytes) => told.push(copiedBytes) });
  expect(told.at(-1)).toBe(body.length);
});

it('asks for the image to be made again when it is gone', async () => {
  expect((await check({}, { isDeleted: true })).outcome).toMatch(/^retry: .* is gone/);
});

it('asks for leave for every byte, where there is a limit', async () => {
  let allowed = 0;
  const take = async (bytes: number): Promise<void> => void (allowed += bytes);
  expect(await check({}, {}, { expected, throttle: { take } })).toMatchObject({ outcome: '3000000 equal' });
  expect(allowed).toBe(3_000_000);
});
