import { createHash, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { rbdBlocks } from './rbd-blocks.ts';
import type { DiffPart } from './rbd-diff.ts';
import { openSegmentDigest } from './segment-digest.ts';

const segmentBytes = 1024 ** 2;

async function* give(parts: readonly DiffPart[]): AsyncGenerator<DiffPart> {
  yield* parts;
}

async function digestOf(parts: readonly DiffPart[], isWhole: boolean, end = segmentBytes): Promise<string> {
  const digest = openSegmentDigest(0, end, isWhole);
  for await (const one of rbdBlocks(give(parts), segmentBytes)) if (one.type === 'block') await digest.add(one);
  return await digest.digest();
}

const some = randomBytes(10_000);
const data = (offset: number, bytes: Buffer): DiffPart => ({ type: 'data', offset, bytes });
const zero = (offset: number, lengthBytes: number): DiffPart => ({ type: 'zero', offset, lengthBytes });

it('is that of the bytes, with zeros where the diff has nothing', async () => {
  for (const end of [segmentBytes, 900_001]) {
    const whole = Buffer.alloc(end);
    some.copy(whole, 5);
    some.copy(whole, 700_000);
    const wanted = createHash('sha512').update(whole).digest('hex');
    expect(await digestOf([data(5, some), data(700_000, some)], true, end)).toBe(wanted);
    const inParts = [data(5, some.subarray(0, 77)), data(82, some.subarray(77)), zero(300_000, 5000)];
    expect(await digestOf([...inParts, data(700_000, some)], true, end)).toBe(wanted);
  }
});

it('is a word for what is zero, told or not', async () => {
  for (const isWhole of [true, false]) {
    expect(await digestOf([], isWhole)).toBe('zeros');
    expect(await digestOf([data(100, Buffer.alloc(9000)), zero(500_000, 100)], isWhole)).toBe('zeros');
  }
});

it('of changes, does not hang on how zeros are told, but on places and bytes', async () => {
  const wanted = await digestOf([data(4096, some), zero(100_000, 4096)], false);
  const padded = Buffer.concat([Buffer.alloc(96), some, Buffer.alloc(200)]);
  expect(await digestOf([data(4000, padded)], false)).toBe(wanted);
  expect(await digestOf([data(4097, some)], false)).not.toBe(wanted);
  expect(await digestOf([data(4096, some), data(200_000, Buffer.from('x'))], false)).not.toBe(wanted);
});
