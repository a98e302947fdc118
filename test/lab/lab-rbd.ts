import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { labCeph } from './write-ceph-clouds.ts';

/** What `rbd` prints about the Ceph of the lab. Rejects when it fails. */
export async function labRbd(...words: readonly string[]): Promise<string> {
  return (await promisify(execFile)('rbd', ['--conf', labCeph, ...words])).stdout;
}
