import { deleteImage } from '../../openstack/image.ts';
import type { Task } from '../work.ts';
import { clean } from './clean.ts';
import { diskOf } from './server-of.ts';
import { findSnapshot } from './snapshot.ts';

/** Deletes the images that carry the disk of a server or volume, on both sides, also such as were never noted. */
export async function removeDisk(task: Task): Promise<void> {
  const { work, passage } = task;
  const { destination, lookup } = passage;
  const disk = lookup.find('image', diskOf(task)) ?? (await findSnapshot(destination, diskOf(task)));
  if (disk !== undefined) await deleteImage(destination, disk);
  await work.forgetTwin('image', diskOf(task));
  await clean(task);
}
