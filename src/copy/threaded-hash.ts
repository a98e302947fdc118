import { limits } from '../base/limits.ts';
import { openHashLine } from './hash-line.ts';
import type { RunningHash } from './running-hash.ts';

/**
 * Computes a digest in another thread. Bytes go there through a ring in shared memory: one copy of them costs a
 * twentieth of their SHA-512, while a buffer that is transferred is gone here, where it is still to be written.
 */
export function threadedHash(algorithm: string): RunningHash {
  const { hashSlotBytes: slotBytes, hashSlots: slots } = limits;
  const ring = new SharedArrayBuffer(slotBytes * slots);
  const bytes = new Uint8Array(ring);
  const line = openHashLine(algorithm, ring);
  let slot = 0;
  let filled = 0;
  const handOver = (): void => {
    line.part(slot * slotBytes, filled);
    slot = (slot + 1) % slots;
    filled = 0;
  };
  return {
    async update(chunk) {
      for (let taken = 0; taken < chunk.length; ) {
        await line.until(({ unanswered }) => unanswered < slots);
        const part = chunk.subarray(taken, taken + slotBytes - filled);
        bytes.set(part, slot * slotBytes + filled);
        taken += part.length;
        filled += part.length;
        if (filled === slotBytes) handOver();
      }
    },
    async digest() {
      if (filled > 0) handOver();
      line.end();
      const { digest = '' } = await line.until((heard) => heard.digest !== undefined);
      return digest;
    },
    close: line.close,
  };
}
