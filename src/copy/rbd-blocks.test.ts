import { expect, it } from 'vitest';
import { blockBytes, blockRuns, rbdBlocks } from './rbd-blocks.ts';
import type { DiffPart } from './rbd-diff.ts';

const segmentBytes = 4 * blockBytes;

async function* give(parts: readonly DiffPart[]): AsyncGenerator<DiffPart> {
  yield* parts;
}

function data(offset: number, lengthBytes: number, fill = 'x'): DiffPart {
  return { type: 'data', offset, bytes: Buffer.alloc(lengthBytes, fill) };
}

function zero(offset: number, lengthBytes: number): DiffPart {
  return { type: 'zero', offset, lengthBytes };
}

/** Blocks as `offset: start-end start-end`, holes as `start-end`. */
async function check(parts: readonly DiffPart[], expected: readonly string[]): Promise<void> {
  const found: string[] = [];
  for await (const one of rbdBlocks(give(parts), segmentBytes)) {
    if (one.type === 'hole') found.push(`${one.start}-${one.end}`);
    else found.push(`${one.offset}: ${one.told.map(({ start, end }) => `${start}-${end}`).join(' ')}`);
  }
  expect(found).toEqual(expected);
}

it('gathers what is beside each other, and cuts at blocks', async () => {
  await check([data(10, 20), data(30, 10), data(100, 1)], ['0: 10-40 100-101']);
  const [first, second] = [blockBytes, 2 * blockBytes];
  await check([data(first - 5, 10)], [`0: ${first - 5}-${first}`, `${first}: ${first}-${first + 5}`]);
  await check([data(5, 1), zero(6, 4), data(second, 1)], ['0: 5-10', `${second}: ${second}-${second + 1}`]);
});

it('cuts holes at segments, and keeps what of them is in a block', async () => {
  await check(
    [zero(100, 2 * segmentBytes)],
    [`100-${segmentBytes}`, `${segmentBytes}-${2 * segmentBytes}`, `${2 * segmentBytes}-${2 * segmentBytes + 100}`],
  );
  await check([data(0, 10), zero(10, blockBytes)], [`0: 0-${blockBytes}`, `${blockBytes}-${blockBytes + 10}`]);
});

it('refuses what goes back', async () => {
  await expect(check([data(100, 10), data(50, 1)], [])).rejects.toMatchObject({ remedy: 'ask' });
});

it('tells runs of zeros piece by piece', () => {
  const bytes = Buffer.alloc(blockBytes);
  bytes.fill('x', 5000, 5001);
  const block = { offset: blockBytes, bytes };
  const runs = blockRuns(block, { start: blockBytes + 100, end: blockBytes + 20_000 });
  expect(runs).toEqual([
    { start: blockBytes + 100, end: blockBytes + 4096, isZero: true },
    { start: blockBytes + 4096, end: blockBytes + 8192, isZero: false },
    { start: blockBytes + 8192, end: blockBytes + 20_000, isZero: true },
  ]);
});
