import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Disruption, Tapped } from '../../sim/cloud/tap.ts';
import { adminLogin, openSimApi, type SimApi } from '../../sim/population/sim-api.ts';
import { type SimPair, startPair } from '../../sim/start-pair.ts';

let pair: SimPair;
let api: SimApi;

beforeAll(async () => {
  pair = await startPair({ seed: 3, servers: 0 });
});

afterAll(async () => {
  await pair?.close();
});

beforeEach(async () => {
  pair.source.tap = {};
  api = await openSimApi(pair.source, adminLogin);
});

const images = '/image/v2/images';
const bytes = Buffer.alloc(200 * 1024, 'some bytes');

async function newImage(): Promise<string> {
  return await api.make(images, { disk_format: 'raw', container_format: 'bare' });
}

it('Cinder joins QoS specs and parts them by GET: writes, before and after which a process is killed', async () => {
  const projectId = pair.source.state.projects.find(({ name }) => name === 'admin')?.id;
  const path = `/block-storage/v3/${projectId}/types`;
  const typeId = await api.make(path, { volume_type: { name: 'some type' } });
  const specs = path.replace('types', 'qos-specs');
  const id = await api.make(specs, { qos_specs: { name: 'some specs' } });
  const seen: Tapped[] = [];
  pair.source.tap = { before: (request) => void seen.push(request) };
  for (const word of ['associate', 'disassociate']) {
    await api.send('GET', `${specs}/${id}/${word}?vol_type_id=${typeId}`);
    await api.send('GET', `${specs}/${id}/associations`);
  }
  expect(seen.map(({ writeNumber }) => writeNumber !== undefined)).toEqual([true, false, true, false]);
  expect(pair.source.writes.at(-1)).toMatchObject({ method: 'GET', status: 202 });
});

it('a download that is truncated brings a part of the bytes, though they are a stream', async () => {
  const id = await newImage();
  await api.send('PUT', `${images}/${id}/file`, bytes);
  const token = pair.source.state.tokens.list().at(-1)?.id ?? '';
  const truncate: Disruption = { type: 'truncate' };
  pair.source.tap = { after: ({ path }) => (path.endsWith('/file') ? truncate : undefined) };
  const answer = await fetch(`${pair.source.url}${images}/${id}/file`, { headers: { 'x-auth-token': token } });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-length')).toBe(String(bytes.length));
  let received = 0;
  const read = async (): Promise<void> => {
    for await (const part of answer.body ?? []) received += part.length;
  };
  await expect(read()).rejects.toThrow();
  expect(received).toBe(bytes.length / 2);
});

it('an upload that breaks leaves an image that waits for its bytes, and takes them', async () => {
  const id = await newImage();
  pair.source.tap = { before: () => ({ type: 'break-upload' }) };
  await expect(api.send('PUT', `${images}/${id}/file`, bytes)).rejects.toThrow('fetch failed');
  pair.source.tap = {};
  const stateOf = (): string | undefined => pair.source.state.images.get(id)?.status;
  await expect.poll(stateOf).toBe('queued');
  await api.send('PUT', `${images}/${id}/file`, bytes);
  expect(pair.source.state.images.get(id)).toMatchObject({
    status: 'active',
    checksum: createHash('md5').update(bytes).digest('hex'),
  });
});

it.each(['before', 'after'] as const)(
  'a connection that dies %s the service did its part gives no answer',
  async (moment) => {
    const [id, other] = [await newImage(), await newImage()];
    pair.source.tap = { [moment]: () => ({ type: 'cut' }) };
    await expect(api.send('GET', `${images}/${id}`)).rejects.toThrow('fetch failed');
    await expect(api.send('POST', images, { name: 'cut' })).rejects.toThrow('fetch failed');
    await expect(api.send('PUT', `${images}/${id}/file`, bytes)).rejects.toThrow('fetch failed');
    await expect(api.send('DELETE', `${images}/${other}`)).rejects.toThrow('fetch failed');
  },
);
