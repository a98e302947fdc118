import { copierOf } from '../copiers/copier-of.ts';
import type { Task } from '../work.ts';

/** Takes away all that carried the disk of a server or volume, on both sides, also what was never noted. */
export async function removeDisk(task: Task): Promise<void> {
  await copierOf(task).remove?.(task);
}
