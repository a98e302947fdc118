import { Problem } from '../../base/problem.ts';
import { image } from '../../resources/image.ts';
import type { Step } from '../work.ts';
import { copyDisk as copyBytes } from './copy.ts';
import { createDisk, diskResource } from './create-disk.ts';
import { diskOf } from './server-of.ts';
import { findSourceImage } from './source-image.ts';

/** Copies a server's root disk, or a volume, into its image on the destination. */
export const copyDisk: Step = async (task) => {
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
};
