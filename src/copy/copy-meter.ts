import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { limits } from '../base/limits.ts';

/** A stream that passes bytes on as they are, counts them and, when asked, computes their digest. */
export interface CopyMeter {
  readonly stream: Transform;
  copiedBytes(): number;
  /** In hexadecimal; undefined when no algorithm was named. Ends the computation: ask once. */
  digest(): string | undefined;
}

/** Bytes that may wait between reading and writing: enough for both sides to work at once, flat in memory. */
const waitingBytes = 1024 * 1024;

/**
 * `algorithm` is as Glance and OpenSSL name it, such as `sha512`. The digest is computed in this thread: at some
 * 500 MiB/s it outruns a Glance, which computes two, and a second thread costs the same CPU time.
 */
export function copyMeter(algorithm: string | undefined, onProgress?: (copiedBytes: number) => void): CopyMeter {
  const hash = algorithm === undefined ? undefined : createHash(algorithm);
  let copiedBytes = 0;
  let toldMs = 0;
  const stream = new Transform({
    highWaterMark: waitingBytes,
    transform(chunk: Buffer, _encoding, pass) {
      copiedBytes += chunk.length;
      hash?.update(chunk);
      const nowMs = Date.now();
      if (nowMs - toldMs >= limits.copyProgressMs) {
        toldMs = nowMs;
        onProgress?.(copiedBytes);
      }
      pass(undefined, chunk);
    },
  });
  return { stream, copiedBytes: () => copiedBytes, digest: () => hash?.digest('hex') };
}
