import { Problem } from '../../base/problem.ts';
import { deleteImage } from '../../openstack/image.ts';
import { image } from '../../resources/image.ts';
import { copyDisk as copyBytes } from '../steps/copy.ts';
import { createDisk, diskResource } from '../steps/create-disk.ts';
import { removeRestingCopy } from '../steps/resting-copy.ts';
import { diskOf } from '../steps/server-of.ts';
import { destinationDisk } from '../steps/destination-disk.ts';
import { findSourceImage } from '../steps/source-image.ts';
import { carriageOf } from '../carriage-of.ts';
import type { Task } from '../work.ts';
import type { DiskCopier } from './disk-copier.ts';

/** Through images of both Glances, which every cloud has. The bytes come before the volume is made of the image. */
export const glanceCopier: DiskCopier = {
  async copy(task) {
    const { planned } = task;
    // A copy that came out unequal was deleted: it is made again.
    await createDisk(task);
    const disk = await diskResource(task);
    const bytes = image.disk?.(disk);
    const sourceImageId = await findSourceImage(task);
    if (bytes === undefined || sourceImageId === undefined) {
      throw new Problem({
        summary: `the image of the disk of ${planned.kind} ${planned.name} holds no bytes`,
        cure: 'A server that boots from a volume has none; exclude it.',
        remedy: 'ask',
      });
    }
    await copyBytes(task, sourceImageId, diskOf(task), `disk of ${planned.name}`, bytes);
  },

  /**
   * Takes the temporary image off the source. That on the destination stays for a server, as rebuilding or resizing
   * needs it. A volume needs it no more, unless Ceph made the volume as a clone of it.
   */
  async clean(task) {
    await cleanSource(task);
    if (task.planned.kind === 'volume') await removeCarrier(task);
  },

  /** Deletes the images on both sides, also such as were never noted. */
  async remove(task) {
    const disk = await destinationDisk(task);
    if (disk !== undefined) await deleteImage(task.passage.destination, disk);
    // Last, since the disk is not looked for any more once it is forgotten.
    await cleanSource(task);
    await task.work.forgetTwin('image', diskOf(task));
  },
};

async function cleanSource(task: Task): Promise<void> {
  const { source } = task.passage;
  const sourceImageId = await findSourceImage(task);
  if (sourceImageId !== undefined) await deleteImage(source, sourceImageId);
  if (task.planned.kind !== 'volume') return;
  if (carriageOf(task.work.plan).carrierOf(task.planned.id) === undefined) return;
  await removeRestingCopy(source, diskOf(task));
}

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
