import { Problem } from '../../base/problem.ts';
import { deleteImage } from '../../openstack/image.ts';
import { carriageOf } from '../volume-tasks.ts';
import type { Step, Task } from '../work.ts';
import { removeRestingCopy } from './resting-copy.ts';
import { diskOf } from './server-of.ts';
import { findSourceImage } from './source-image.ts';

/**
 * Takes the temporary image off the source. That on the destination stays for a server, as rebuilding or resizing needs
 * it. A volume needs it no more, unless Ceph made the volume as a clone of it.
 */
export const clean: Step = async (task) => {
  const { source } = task.passage;
  const sourceImageId = await findSourceImage(task);
  if (sourceImageId !== undefined) await deleteImage(source, sourceImageId);
  if (task.planned.kind !== 'volume') return;
  if (carriageOf(task.work.plan).carrierOf(task.planned.id) !== undefined) {
    await removeRestingCopy(source, diskOf(task));
  }
  await removeCarrier(task);
};

async function removeCarrier(task: Task): Promise<void> {
  const { work, passage, planned } = task;
  const { destination, lookup } = passage;
  const id = lookup.find('image', diskOf(task));
  if (id === undefined) return;
  try {
    await deleteImage(destination, id, 1);
    await work.forgetTwin('image', diskOf(task));
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 409) throw problem;
    const message = `image ${id} stays on ${destination.name}: in Ceph the volume is a clone of it`;
    await work.tell({ type: 'note', message, kind: 'volume', resourceId: planned.id, name: planned.name });
  }
}
