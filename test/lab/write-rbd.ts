import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rbdDiffData, rbdDiffEnd, rbdDiffHead } from '../../src/copy/rbd-diff.ts';
import { labCeph } from './write-ceph-clouds.ts';

/** Writes bytes into an image of the lab's Ceph, past its cloud. Rejects when Ceph does not take them. */
export async function writeRbd(image: string, sizeBytes: number, offset: number, bytes: Buffer): Promise<void> {
  const words = ['--conf', labCeph, 'import-diff', '--no-progress', '-', image];
  const child = spawn('rbd', words, { stdio: ['pipe', 'ignore', 'ignore'] });
  const head = Buffer.concat([rbdDiffHead(sizeBytes), rbdDiffData(offset, bytes.length)]);
  child.stdin.end(Buffer.concat([head, bytes, rbdDiffEnd]));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`rbd import-diff into ${image} ended with ${code}`);
}
