import { isTwinOfAnotherRun } from '../../store/twins.ts';
import type { Task } from '../work.ts';
import { diskOf } from './server-of.ts';
import { findSnapshot } from './snapshot.ts';

/** The image on the destination that takes a disk: the noted one, or one whose answer was lost; not another run's. */
export async function destinationDisk(task: Task): Promise<string | undefined> {
  const { work, passage } = task;
  const noted = passage.lookup.find('image', diskOf(task));
  if (noted !== undefined) return noted;
  const found = await findSnapshot(passage.destination, diskOf(task));
  if (found === undefined) return undefined;
  const place = { kind: 'image', destinationId: found } as const;
  return (await isTwinOfAnotherRun(work.store, work.runId, place)) ? undefined : found;
}
