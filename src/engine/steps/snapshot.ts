import { limits } from '../../base/limits.ts';
import { createServerImage, getServer } from '../../openstack/compute.ts';
import { deleteImage, getImage, listImages, waitForImage } from '../../openstack/image.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { markName } from '../../resources/mark.ts';
import type { Step, Task } from '../work.ts';
import { rootDiskName } from './root-disk.ts';
import { diskOf } from './server-of.ts';

/** Has the source make an image of the server's root disk, which is at rest. The image is ours and temporary. */
export const snapshot: Step = async (task) => {
  const { planned, passage } = task;
  const disk = diskOf(task);
  const found = await startedSnapshot(task);
  const metadata = { [markName]: disk, pumphouse_temporary: 'true' };
  const imageId = found ?? (await createServerImage(passage.source, planned.id, rootDiskName(planned.name), metadata));
  await waitForImage(passage.source, imageId, limits.serverSnapshotTimeoutMs);
};

/** The image of an earlier try, unless that never began: then Glance waits for ever for its bytes, and it goes. */
async function startedSnapshot(task: Task): Promise<string | undefined> {
  const { planned, passage } = task;
  const id = await findSnapshot(passage.source, diskOf(task));
  if (id === undefined) return undefined;
  const [image, server] = await Promise.all([getImage(passage.source, id), getServer(passage.source, planned.id)]);
  if (image?.status !== 'queued' || typeof server?.['OS-EXT-STS:task_state'] === 'string') return id;
  await deleteImage(passage.source, id);
  return undefined;
}

/** The id of the image that an earlier try made. */
export async function findSnapshot(cloud: Cloud, disk: string): Promise<string | undefined> {
  const images = await listImages(cloud, { isHidden: false, [markName]: disk });
  return images.find(({ status }) => status !== 'deleted' && status !== 'killed')?.id;
}
