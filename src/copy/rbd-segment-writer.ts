import { once } from 'node:events';
import { startRbd, type RbdProcess } from './rbd-command.ts';
import { rbdDiffData, rbdDiffEnd, rbdDiffHead, rbdDiffZero } from './rbd-diff.ts';
import { type RbdImage, rbdImageSpec } from './rbd-image.ts';

/** Writes one segment with an `rbd import-diff` of its own, which begins with the first thing to write. */
export interface RbdSegmentWriter {
  data(offset: number, bytes: Buffer): Promise<void>;
  zero(offset: number, lengthBytes: number): Promise<void>;
  /** Resolves when Ceph has confirmed all that was written. */
  end(): Promise<void>;
  close(): void;
}

export function openRbdSegmentWriter(
  image: RbdImage,
  sizeBytes: number,
  signal: AbortSignal | undefined,
): RbdSegmentWriter {
  let running: RbdProcess | undefined;
  const write = async (bytes: Buffer): Promise<void> => {
    if (running === undefined) {
      running = startRbd(image.access, ['import-diff', '--no-progress', '-', rbdImageSpec(image)], { signal });
      running.child.stdout.resume();
      running.child.stdin.write(rbdDiffHead(sizeBytes));
    }
    const { child, ended } = running;
    if (child.stdin.write(bytes)) return;
    // One that ends before it has read all has failed, and says why.
    await Promise.race([once(child.stdin, 'drain').catch(() => ended), ended]);
  };
  return {
    async data(offset, bytes) {
      await write(rbdDiffData(offset, bytes.length));
      await write(bytes);
    },
    zero: (offset, lengthBytes) => write(rbdDiffZero(offset, lengthBytes)),
    async end() {
      if (running === undefined) return;
      running.child.stdin.end(rbdDiffEnd);
      await running.ended;
    },
    close: () => void running?.child.kill('SIGKILL'),
  };
}
