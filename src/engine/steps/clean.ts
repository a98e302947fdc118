import { deleteImage } from '../../openstack/image.ts';
import type { Step } from '../work.ts';
import { diskOf } from './server-of.ts';
import { findSnapshot } from './snapshot.ts';

/**
 * Takes the temporary image off the source. The one on the destination stays: the twin's disk may be a clone of it, and
 * rebuilding or resizing the server needs it.
 */
export const clean: Step = async (task) => {
  const { source } = task.passage;
  const snapshotId = await findSnapshot(source, diskOf(task));
  if (snapshotId !== undefined) await deleteImage(source, snapshotId);
};
