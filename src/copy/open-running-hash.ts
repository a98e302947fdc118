import { createHash } from 'node:crypto';
import { limits } from '../base/limits.ts';
import { threadedHash } from './threaded-hash.ts';
import type { RunningHash } from './running-hash.ts';

/**
 * `algorithm` is as Glance and OpenSSL name it, such as `sha512`. SHA-512 takes as long as all the rest of a copy: a
 * thread of its own computes it, unless the image is over before such a thread has begun.
 */
export function openRunningHash(algorithm: string, sizeBytes: number | undefined): RunningHash {
  return sizeBytes !== undefined && sizeBytes < limits.hashThreadFromBytes
    ? openHashHere(algorithm)
    : threadedHash(algorithm);
}

function openHashHere(algorithm: string): RunningHash {
  const hash = createHash(algorithm);
  return {
    async update(bytes) {
      hash.update(bytes);
    },
    digest: async () => hash.digest('hex'),
    close() {},
  };
}
