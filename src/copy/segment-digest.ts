import { blockBytes, blockRuns, type DiffBlock } from './rbd-blocks.ts';
import { openRunningHash } from './open-running-hash.ts';
import type { RunningHash } from './running-hash.ts';

/** The digest of a segment in which nothing but zeros is. */
export const zerosDigest = 'zeros';

/** Computes the SHA-512 of one segment of an image from its blocks, in order. */
export interface SegmentDigest {
  add(block: DiffBlock): Promise<void>;
  /** In hexadecimal, or `zeros`. Ends the computation: ask once. */
  digest(): Promise<string>;
  close(): void;
}

const zeros = Buffer.alloc(blockBytes);

/**
 * `isWhole`: over every byte from `start` to `end`, zeros where no block is. Else only over what was told and is not
 * zero, each run with its place: two diffs of one base are equal if these are, however each tells what is zero.
 */
export function openSegmentDigest(start: number, end: number, isWhole: boolean): SegmentDigest {
  let hash: RunningHash | undefined;
  let position = start;
  const fill = async (until: number): Promise<void> => {
    for (; position < until; position += Math.min(zeros.length, until - position)) {
      await hash?.update(zeros.subarray(0, Math.min(zeros.length, until - position)));
    }
  };
  return {
    async add(block) {
      const { offset, bytes } = block;
      const runs = blockRuns(block, { start: offset, end: Math.min(end, offset + blockBytes) });
      for (const run of runs.filter(({ isZero }) => !isZero)) {
        hash ??= openRunningHash('sha512', undefined);
        if (isWhole) await fill(run.start);
        else await hash.update(place(run.start));
        await hash.update(bytes.subarray(run.start - offset, run.end - offset));
        position = run.end;
      }
    },
    async digest() {
      if (hash === undefined) return zerosDigest;
      if (isWhole) await fill(end);
      const digest = await hash.digest();
      hash.close();
      return digest;
    },
    close: () => hash?.close(),
  };
}

function place(offset: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(offset));
  return bytes;
}
