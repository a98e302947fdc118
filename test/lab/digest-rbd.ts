import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { labCeph } from './write-ceph-clouds.ts';

/**
 * SHA-256 of all bytes of an image of the lab's Ceph, as `pool/image` or `pool/image@snapshot`, by a way that the
 * product does not have. Rejects when it is not there.
 */
export async function digestRbd(image: string): Promise<string> {
  const words = ['--conf', labCeph, 'export', '--no-progress', image, '-'];
  const child = spawn('rbd', words, { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'close');
  const hash = createHash('sha256');
  for await (const chunk of child.stdout) hash.update(chunk);
  const [code] = await ended;
  if (code !== 0) throw new Error(`rbd export of ${image} ended with ${code}`);
  return hash.digest('hex');
}
