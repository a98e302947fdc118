import { Problem } from '../../base/problem.ts';
import { type Image, image } from '../../resources/image.ts';
import type { Step, Task } from '../work.ts';
import { diskOf } from './server-of.ts';
import { findSnapshot } from './snapshot.ts';

/** Makes the image on the destination that takes the server's root disk, unless an earlier try made it. */
export const createDisk: Step = async (task) => {
  const { work, planned, passage } = task;
  const disk = await diskResource(task);
  const draft = image.translate(disk, passage.lookup);
  const found = image.match(disk, draft, await image.candidates(passage.destination, disk, draft));
  const twin = found ?? (await image.create(passage, disk, draft));
  const origin = 'created';
  await work.noteTwin({
    kind: 'image',
    sourceId: disk.id,
    name: `disk of ${planned.name}`,
    destinationId: twin.id,
    origin,
  });
};

/** The snapshot on the source, as a resource under the id by which its twin is known. */
export async function diskResource(task: Task): Promise<Image> {
  const { passage, planned, resource } = task;
  const snapshotId = await findSnapshot(passage.source, diskOf(task));
  const found = snapshotId === undefined ? undefined : await image.read(passage.source, snapshotId);
  if (found === undefined) {
    throw new Problem({
      summary: `the image of the disk of server ${planned.name} is gone from the source`,
      cure: 'Somebody deleted it; run the same command again.',
      remedy: 'ask',
    });
  }
  return { ...found, id: diskOf(task), projectId: resource.projectId ?? found.projectId };
}
