import { assert } from '../base/assert.ts';
import { Problem } from '../base/problem.ts';

/**
 * One part of a diff as `rbd export-diff` writes it (Ceph, "RBD incremental backup", version 1). Data come in the
 * portions in which the stream brings them.
 */
export type DiffPart =
  | { readonly type: 'size'; readonly sizeBytes: number }
  | { readonly type: 'data'; readonly offset: number; readonly bytes: Buffer }
  | { readonly type: 'zero'; readonly offset: number; readonly lengthBytes: number };

const banner = 'rbd diff v1\n';

/** Reads a diff as it comes. Throws a Problem when it is none, or ends before its end. */
export async function* readRbdDiff(stream: AsyncIterable<unknown>): AsyncGenerator<DiffPart> {
  const source = openBytes(stream);
  if ((await source.exactly(banner.length)).toString('latin1') !== banner) throw unreadable('it has another beginning');
  for (;;) {
    const tag = (await source.exactly(1)).toString('latin1');
    if (tag === 'e') return;
    if (tag === 'f' || tag === 't') await source.exactly((await source.exactly(4)).readUInt32LE());
    else if (tag === 's') yield { type: 'size', sizeBytes: numberAt(await source.exactly(8), 0) };
    else if (tag === 'w' || tag === 'z') {
      const head = await source.exactly(16);
      const [offset, lengthBytes] = [numberAt(head, 0), numberAt(head, 8)];
      if (tag === 'z') yield { type: 'zero', offset, lengthBytes };
      else yield* data(source, offset, lengthBytes);
    } else throw unreadable(`it has a record "${tag}"`);
  }
}

async function* data(source: Bytes, offset: number, lengthBytes: number): AsyncGenerator<DiffPart> {
  for (let taken = 0; taken < lengthBytes; ) {
    const bytes = await source.some(lengthBytes - taken);
    yield { type: 'data', offset: offset + taken, bytes };
    taken += bytes.length;
  }
}

/** The beginning of a diff for an image of that size. */
export function rbdDiffHead(sizeBytes: number): Buffer {
  return Buffer.concat([Buffer.from(`${banner}s`, 'latin1'), numbers(sizeBytes)]);
}

/** What comes before the data of a record. */
export function rbdDiffData(offset: number, lengthBytes: number): Buffer {
  return Buffer.concat([Buffer.from('w'), numbers(offset, lengthBytes)]);
}

/** A whole record of zeros. */
export function rbdDiffZero(offset: number, lengthBytes: number): Buffer {
  return Buffer.concat([Buffer.from('z'), numbers(offset, lengthBytes)]);
}

export const rbdDiffEnd = Buffer.from('e');

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 * values.length);
  for (const [at, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), 8 * at);
  return bytes;
}

function numberAt(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigUInt64LE(at));
  if (!Number.isSafeInteger(value)) throw unreadable(`it has the number ${value}`);
  return value;
}

interface Bytes {
  exactly(count: number): Promise<Buffer>;
  /** As many as are there, one at least and no more than so many. */
  some(most: number): Promise<Buffer>;
}

function openBytes(stream: AsyncIterable<unknown>): Bytes {
  const portions = stream[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<Buffer> => {
    const { value, done } = await portions.next();
    if (done === true) throw unreadable('it ends before its end');
    assert(value instanceof Buffer, 'a stream without encoding gives bytes');
    return value;
  };
  const take = (count: number): Buffer => {
    const taken = held.subarray(0, count);
    held = held.subarray(count);
    return taken;
  };
  return {
    async exactly(count) {
      while (held.length < count) held = Buffer.concat([held, await more()]);
      return take(count);
    },
    async some(most) {
      while (held.length === 0) held = await more();
      return take(most);
    },
  };
}

function unreadable(detail: string): Problem {
  return new Problem({
    summary: 'what `rbd export-diff` sent is no whole diff',
    detail,
    cure: 'Run the same command again; look into the log of Ceph if it happens twice.',
    remedy: 'retry',
  });
}
