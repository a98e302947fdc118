import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { limits } from '../base/limits.ts';
import { openRunningHash } from './open-running-hash.ts';

const bytes = randomBytes(3 * limits.hashSlotBytes * limits.hashSlots + 12_345);
const ways = [
  ['in this thread', 0],
  ['in a thread of its own', undefined],
] as const;

describe.each(ways)('%s', (_name, sizeBytes) => {
  async function check(algorithm: string, portionBytes: number): Promise<void> {
    const hash = openRunningHash(algorithm, sizeBytes);
    for (let at = 0; at < bytes.length; at += portionBytes) {
      // Whoever gave the bytes may write over them afterwards.
      const portion = Buffer.from(bytes.subarray(at, at + portionBytes));
      await hash.update(portion);
      portion.fill(0);
    }
    expect(await hash.digest()).toBe(createHash(algorithm).update(bytes).digest('hex'));
    hash.close();
  }

  it('is the same, however the bytes are cut', async () => {
    for (const portionBytes of [65_536, limits.hashSlotBytes, 1_000_003, bytes.length]) {
      await check('sha512', portionBytes);
    }
  });

  it('knows other algorithms', async () => await check('sha256', 65_536));

  it('has a digest of nothing', async () => {
    const hash = openRunningHash('sha512', sizeBytes);
    expect(await hash.digest()).toBe(createHash('sha512').digest('hex'));
    hash.close();
  });
});

it('computes several at once, and goes on when one is given up', async () => {
  const hashes = [1, 2, 3].map(() => openRunningHash('sha512', undefined));
  await Promise.all(hashes.map((hash) => hash.update(bytes)));
  const [first, ...others] = hashes;
  first?.close();
  for (const hash of others) {
    expect(await hash.digest()).toBe(createHash('sha512').update(bytes).digest('hex'));
    hash.close();
  }
  await expect(first?.digest()).rejects.toMatchObject({ remedy: 'retry' });
});

it('fails all with words when the thread ends before its time, and the next has a new one', async () => {
  const problem = { remedy: 'retry', message: 'the thread that computes digests ended before its time' };
  const [unknown, other] = [openRunningHash('no-such', undefined), openRunningHash('sha512', undefined)];
  await expect(unknown.digest()).rejects.toMatchObject(problem);
  await expect(other.update(bytes)).rejects.toMatchObject(problem);
  const next = openRunningHash('sha512', undefined);
  expect(await next.digest()).toBe(createHash('sha512').digest('hex'));
  for (const hash of [unknown, other, next]) hash.close();
});
