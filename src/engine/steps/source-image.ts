import type { Task } from '../work.ts';
import { diskOf } from './server-of.ts';
import { findSnapshot } from './snapshot.ts';
import { findUpload } from './upload.ts';

/** The id of the temporary image on the source that has the bytes of the task's server or volume. */
export function findSourceImage(task: Task): Promise<string | undefined> {
  const { source } = task.passage;
  return (task.planned.kind === 'volume' ? findUpload : findSnapshot)(source, diskOf(task));
}
