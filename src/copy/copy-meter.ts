import { Transform } from 'node:stream';
import { limits } from '../base/limits.ts';
import { openRunningHash } from './open-running-hash.ts';
import type { Throttle } from './throttle.ts';

/** A stream that passes bytes on as they are, counts them and, when asked, computes their digest. */
export interface CopyMeter {
  readonly stream: Transform;
  copiedBytes(): number;
  /** In hexadecimal; undefined when no algorithm was named. Ends the computation: ask once. */
  digest(): Promise<string | undefined>;
  /** Gives back what it holds, finished or not. */
  close(): void;
}

export interface MeterParts {
  /** As Glance and OpenSSL name it, such as `sha512`; without one no digest is computed. */
  readonly algorithm?: string | undefined;
  /** How many bytes are to come; undefined when it is not known. */
  readonly sizeBytes?: number | undefined;
  readonly onProgress?: ((copiedBytes: number) => void) | undefined;
  readonly throttle?: Throttle | undefined;
}

/** Bytes that may wait between reading and writing: more made no copy faster, and took memory. */
const waitingBytes = 256 * 1024;

export function copyMeter({ algorithm, sizeBytes, onProgress, throttle }: MeterParts): CopyMeter {
  const hash = algorithm === undefined ? undefined : openRunningHash(algorithm, sizeBytes);
  let copiedBytes = 0;
  let toldMs = 0;
  const count = (chunk: Buffer): void => {
    copiedBytes += chunk.length;
    const nowMs = Date.now();
    if (nowMs - toldMs < limits.copyProgressMs) return;
    toldMs = nowMs;
    onProgress?.(copiedBytes);
  };
  const leave = async (chunk: Buffer): Promise<void> => {
    await hash?.update(chunk);
    await throttle?.take(chunk.length);
  };
  const stream = new Transform({
    highWaterMark: waitingBytes,
    transform(chunk: Buffer, _encoding, pass) {
      count(chunk);
      if (hash === undefined && throttle === undefined) pass(undefined, chunk);
      else leave(chunk).then(() => pass(undefined, chunk), pass);
    },
  });
  return {
    stream,
    copiedBytes: () => copiedBytes,
    digest: async () => await hash?.digest(),
    close: () => hash?.close(),
  };
}
