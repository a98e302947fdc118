import { expect, it } from 'vitest';
import { type DiffPart, rbdDiffData, rbdDiffEnd, rbdDiffHead, rbdDiffZero, readRbdDiff } from './rbd-diff.ts';

async function* portions(bytes: Buffer, portionBytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += portionBytes) yield bytes.subarray(at, at + portionBytes);
}

function snapshotName(tag: 'f' | 't', name: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(name.length);
  return Buffer.concat([Buffer.from(tag), length, Buffer.from(name)]);
}

const far = 5 * 1024 ** 4 + 7;
const whole = Buffer.concat([
  rbdDiffHead(far + 100),
  rbdDiffData(10, 6),
  Buffer.from('abcdef'),
  rbdDiffZero(4096, 8192),
  rbdDiffData(far, 3),
  Buffer.from('xyz'),
  rbdDiffEnd,
]);
const named = Buffer.concat([
  whole.subarray(0, 12),
  snapshotName('f', 'one'),
  snapshotName('t', 'two'),
  whole.subarray(12),
]);

async function check(bytes: Buffer, portionBytes: number, expected: readonly unknown[] | string): Promise<void> {
  const found: unknown[] = [];
  const told = (part: DiffPart): unknown => {
    if (part.type === 'size') return part.sizeBytes;
    return part.type === 'data' ? [part.offset, part.bytes.toString()] : [part.offset, part.lengthBytes];
  };
  const read = async (): Promise<void> => {
    for await (const part of readRbdDiff(portions(bytes, portionBytes))) found.push(told(part));
  };
  if (typeof expected === 'string') await expect(read()).rejects.toMatchObject({ detail: expected, remedy: 'retry' });
  else {
    await read();
    expect(found).toEqual(expected);
  }
}

it('reads what it writes, with names of snapshots or without, however it comes', async () => {
  const parts = [far + 100, [10, 'abcdef'], [4096, 8192], [far, 'xyz']];
  for (const bytes of [whole, named]) await check(bytes, 10_000, parts);
  const single = 'abcdef'.split('').map((letter, at) => [10 + at, letter]);
  await check(named, 1, [far + 100, ...single, [4096, 8192], [far, 'x'], [far + 1, 'y'], [far + 2, 'z']]);
});

it('takes nothing for whole that is not', async () => {
  for (const length of [0, 5, 15, 30, whole.length - 1]) {
    await check(whole.subarray(0, length), 7, 'it ends before its end');
  }
  await check(Buffer.from('rbd image v2\nsomething'), 7, 'it has another beginning');
  await check(Buffer.concat([whole.subarray(0, 21), Buffer.from('q')]), 7, 'it has a record "q"');
});
