import type { ImageCopy } from '../../copy/image-copy.ts';
import { copyImage } from '../../copy/image-copy.ts';
import { formatBytes } from '../../base/units.ts';
import { isFetch } from '../../resources/chosen-copier.ts';
import { noteTransfer } from '../../store/transfers.ts';
import { fetchCopier } from '../copiers/fetch-copier.ts';
import { rbdImageCopier } from '../copiers/rbd-image-copier.ts';
import { originOf } from '../origin-of.ts';
import type { Step, Task } from '../work.ts';
import { create } from './create.ts';

/** Copies the bytes of an image into its twin, the way that the plan says, and compares the digests of both sides. */
export const copy: Step = async (task) => {
  const { kind, resource, planned, passage } = task;
  const disk = kind.disk?.(resource);
  if (disk === undefined) return;
  // A copy that came out unequal was deleted: it is made again.
  const id = passage.lookup.id(planned.kind, planned.id);
  if ((await kind.read(passage.destination, id)) === undefined) await create(task);
  if (isFetch(planned.copier)) await fetchCopier.copy(task);
  else if (planned.copier === 'rbd') await rbdImageCopier.copy(task);
  else await copyDisk(task, planned.id, planned.id, planned.name, disk);
};

interface KnownDisk {
  readonly sizeBytes: number;
  readonly digest?: ImageCopy['expected'];
}

/** Copies from an image of the source to the twin known as `twinOf`, telling the store how far it is. */
export async function copyDisk(
  task: Task,
  sourceImageId: string,
  twinOf: string,
  name: string,
  { sizeBytes, digest }: KnownDisk,
): Promise<void> {
  const { work, passage, signal } = task;
  const { source, destination, lookup } = passage;
  const destinationImageId = lookup.id('image', twinOf);
  const note = (copiedBytes: number, done?: string): Promise<void> =>
    noteTransfer(work.store, work.runId, {
      key: twinOf,
      name,
      copiedBytes,
      totalBytes: sizeBytes,
      ...(done === undefined ? {} : { digest: done }),
    });
  let noting = Promise.resolve();
  const onProgress = (copiedBytes: number): void => {
    noting = noting.then(() => note(copiedBytes));
  };
  const parts = {
    source,
    sourceImageId,
    destination,
    destinationImageId,
    sizeBytes,
    expected: digest,
    onProgress,
    signal,
    throttle: work.throttle,
  };
  const copied = await work.lane.pass(() => copyImage(parts), originOf(task));
  await noting;
  await note(sizeBytes, `${copied.digest.algorithm}:${copied.digest.value}`);
  await work.tell({
    type: 'note',
    message: `${name}: ${formatBytes(sizeBytes)} equal on both sides`,
    kind: 'image',
    name,
  });
}
