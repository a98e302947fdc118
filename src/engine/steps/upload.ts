import { limits } from '../../base/limits.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { changeImage, deleteImage, getImage, listImages, waitForImage } from '../../openstack/image.ts';
import { getVolume, uploadVolume, waitForVolume } from '../../openstack/volumes.ts';
import { temporaryName } from '../../resources/image-property.ts';
import { refuseDrift } from '../drift.ts';
import type { Step, Task } from '../work.ts';
import { carriageOf } from '../carriage-of.ts';
import { restingCopy } from './resting-copy.ts';
import { diskOf } from './server-of.ts';

/**
 * Has the source's Cinder write the volume into an image, which is ours and temporary. Cinder sets no property on it,
 * so that its name is its mark.
 */
export const upload: Step = async (task) => {
  await refuseDrift(task);
  const { source } = task.passage;
  const volumeId = await restingVolume(task);
  const id = (await startedUpload(task, volumeId)) ?? (await uploadVolume(source, volumeId, diskOf(task)));
  await waitForVolume(source, volumeId);
  const image = await waitForImage(source, id, limits.serverSnapshotTimeoutMs);
  if (image[temporaryName] !== undefined) return;
  await changeImage(source, id, [{ op: 'add', path: `/${temporaryName}`, value: 'true' }]);
};

/** Itself, or a copy of one that is attached to servers. */
async function restingVolume(task: Task): Promise<string> {
  const { planned, passage } = task;
  if (carriageOf(task.work.plan).carrierOf(planned.id) === undefined) return planned.id;
  return await restingCopy(passage.source, planned.id, diskOf(task));
}

/** The image of an earlier try, unless that ended without bytes: then it goes. */
async function startedUpload(task: Task, volumeId: string): Promise<string | undefined> {
  const { passage } = task;
  const id = await findUpload(passage.source, diskOf(task));
  if (id === undefined) return undefined;
  const [image, volume] = await Promise.all([getImage(passage.source, id), getVolume(passage.source, volumeId)]);
  if (image?.status === 'active' || volume?.status === 'uploading') return id;
  await deleteImage(passage.source, id);
  return undefined;
}

/** The id of the image that an earlier try began. */
export async function findUpload(cloud: Cloud, disk: string): Promise<string | undefined> {
  const images = await listImages(cloud, { isHidden: false, name: disk });
  return images.find(({ status }) => status !== 'deleted')?.id;
}
