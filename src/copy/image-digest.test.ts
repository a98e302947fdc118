import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { openImageDigest } from './image-digest.ts';
import { rbdBlocks } from './rbd-blocks.ts';
import type { DiffPart } from './rbd-diff.ts';

async function check(sizeBytes: number, parts: readonly DiffPart[]): Promise<void> {
  const whole = Buffer.alloc(sizeBytes);
  for (const part of parts) if (part.type === 'data') part.bytes.copy(whole, part.offset);
  const digest = openImageDigest(sizeBytes);
  async function* give(): AsyncGenerator<DiffPart> {
    yield* parts;
  }
  for await (const one of rbdBlocks(give(), 1024 ** 2)) if (one.type === 'block') await digest.add(one);
  expect(await digest.digest()).toBe(createHash('sha512').update(whole).digest('hex'));
  digest.close();
}

const some = randomBytes(10_000);
const data = (offset: number): DiffPart => ({ type: 'data', offset, bytes: some });

it('is that of all bytes, whatever the diff tells of them', async () => {
  await check(3_000_000, [data(0), data(700_000), data(2_900_000)]);
  await check(3_000_000, [data(5), { type: 'zero', offset: 300_000, lengthBytes: 2_000_000 }]);
});

it('ends where the image ends, though its size is no multiple of anything', async () => {
  for (const sizeBytes of [10_000, 262_145, 900_001, 2_097_151]) await check(sizeBytes, [data(sizeBytes - 10_000)]);
});

it('is that of zeros where nothing is', async () => {
  await check(900_001, []);
  await check(0, []);
});
