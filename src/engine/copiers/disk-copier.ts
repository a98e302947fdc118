import type { Task } from '../work.ts';

/**
 * One way to bring the bytes of a server's disk, of a volume or of an image, from cloud to cloud. All of it may be
 * repeated.
 */
export interface DiskCopier {
  /** Copies the bytes and compares both sides. */
  copy(task: Task): Promise<void>;
  /** While it is in use, brings over what changed since the last time, or all of it. Returns how many bytes it sent. */
  refresh?(task: Task): Promise<number>;
  /** Takes away what was temporary, if anything was, once the twin was found equal. */
  clean?(task: Task): Promise<void>;
  /** Takes off what keeps the twin from being deleted, or would be left of it. */
  release?(task: Task, twinId: string): Promise<void>;
  /** Takes away all that it made beside the twin, which is deleted by then. */
  remove?(task: Task): Promise<void>;
}
