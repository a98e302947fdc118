import { blockBytes, type DiffBlock } from './rbd-blocks.ts';
import { openRunningHash } from './open-running-hash.ts';

/** Computes the SHA-512 of all bytes of an image from its blocks, in order. */
export interface ImageDigest {
  add(block: Pick<DiffBlock, 'offset' | 'bytes'>): Promise<void>;
  /** In hexadecimal. Ends the computation: ask once. */
  digest(): Promise<string>;
  close(): void;
}

const zeros = Buffer.alloc(blockBytes);

/** Where no block is, the image is zero; what a block has beyond its end is none of it. */
export function openImageDigest(sizeBytes: number): ImageDigest {
  const hash = openRunningHash('sha512', sizeBytes);
  let position = 0;
  const fill = async (until: number): Promise<void> => {
    while (position < until) {
      const lengthBytes = Math.min(zeros.length, until - position);
      await hash.update(zeros.subarray(0, lengthBytes));
      position += lengthBytes;
    }
  };
  return {
    async add({ offset, bytes }) {
      await fill(Math.min(offset, sizeBytes));
      const part = bytes.subarray(0, Math.max(0, sizeBytes - offset));
      await hash.update(part);
      position += part.length;
    },
    async digest() {
      await fill(sizeBytes);
      return await hash.digest();
    },
    close: () => hash.close(),
  };
}
