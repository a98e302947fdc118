import { isTwinOfAnotherRun } from '../../store/twins.ts';
import type { Task } from '../work.ts';
import { diskOf } from './server-of.ts';
import { findSnapshot } from './snapshot.ts';

/**
 * The image on the destination that takes a disk, to be deleted: the noted one, or one whose answer was lost. One that
 * another run has noted, which found it by its mark, is that one's.
 */
export async function destinationDisk(task: Task): Promise<string | undefined> {
  const { work, passage } = task;
  const disk = diskOf(task);
  const id = passage.lookup.find('image', disk) ?? (await findSnapshot(passage.destination, disk));
  if (id === undefined) return undefined;
  const isOthers = await isTwinOfAnotherRun(work.store, work.runId, { kind: 'image', destinationId: id });
  return isOthers ? undefined : id;
}
