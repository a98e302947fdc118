import { createHash, type Hash } from 'node:crypto';
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { HashTask, HashWord } from './hash-line.ts';

interface Running {
  readonly hash: Hash;
  readonly bytes: Uint8Array;
}

/** The other side of `hash-line.ts`. It loads nothing else, so that it begins soon and stays small. */
export function hashWorker(port: MessagePort): void {
  const runnings = new Map<number, Running>();
  const tell = (word: HashWord): void => port.postMessage(word);
  port.on('message', (task: HashTask) => {
    const { id } = task;
    if (task.type === 'open') {
      runnings.set(id, { hash: createHash(task.algorithm), bytes: new Uint8Array(task.ring) });
      return;
    }
    const running = runnings.get(id);
    if (running === undefined) return;
    if (task.type === 'part') {
      running.hash.update(running.bytes.subarray(task.start, task.start + task.length));
      tell({ id, type: 'free' });
      return;
    }
    runnings.delete(id);
    if (task.type === 'end') tell({ id, type: 'digest', value: running.hash.digest('hex') });
  });
}

if (parentPort !== null) hashWorker(parentPort);
