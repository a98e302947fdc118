import { Problem } from '../../base/problem.ts';
import { type Image, image } from '../../resources/image.ts';
import type { Resource } from '../../resources/kind.ts';
import type { Step, Task } from '../work.ts';
import { rootDisk } from './root-disk.ts';
import { diskOf } from './server-of.ts';
import { findSourceImage } from './source-image.ts';

/** Makes the image on the destination that takes a server's root disk or a volume, unless an earlier try made it. */
export const createDisk: Step = async (task) => {
  const { work, planned, passage } = task;
  const disk = await diskResource(task);
  const draft = image.translate(disk, passage.lookup);
  // The noted one first, whatever its owner has called it since.
  const noted = passage.lookup.find('image', disk.id);
  const kept = noted === undefined ? undefined : await image.read(passage.destination, noted);
  const found = kept ?? image.match(disk, draft, await image.candidates(passage.destination, disk, draft));
  const twin = found ?? (await image.create(passage, disk, draft));
  const name = `disk of ${planned.name}`;
  await work.noteTwin({ kind: 'image', sourceId: disk.id, name, destinationId: twin.id, origin: 'created' });
  // Who creates a volume from it has to see it.
  if (disk.members.length > 0)
    await image.connect?.(passage, disk, (await image.read(passage.destination, twin.id)) ?? twin);
};

/** What it is made like, as a resource under the id by which its twin is known: the snapshot on the source, if any. */
export async function diskResource(task: Task): Promise<Image> {
  const { passage, planned, resource } = task;
  if (planned.kind === 'server' && planned.copier === 'rbd') return await rootDisk(task);
  const sourceImageId = await findSourceImage(task);
  const found = sourceImageId === undefined ? undefined : await image.read(passage.source, sourceImageId);
  if (found === undefined) {
    throw new Problem({
      summary: `the image of the disk of ${planned.kind} ${planned.name} is gone from the source`,
      cure: 'Somebody deleted it; run the same command again.',
      remedy: 'ask',
    });
  }
  if (planned.kind === 'volume') return { ...found, id: diskOf(task), ...outOfSight(resource) };
  return { ...found, id: diskOf(task), projectId: resource.projectId ?? found.projectId };
}

/** Ours, and only lent to the volume's project: it takes none of its quota, and is not in its lists. */
function outOfSight({ projectId = '' }: Resource): Pick<Image, 'projectId' | 'visibility' | 'members'> {
  return { projectId: undefined, visibility: 'shared', members: [{ projectId, status: 'pending' }] };
}
