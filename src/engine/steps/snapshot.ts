import { limits } from '../../base/limits.ts';
import { createServerImage } from '../../openstack/compute.ts';
import { listImages, waitForImage } from '../../openstack/image.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { markName } from '../../resources/mark.ts';
import type { Step } from '../work.ts';
import { diskOf } from './server-of.ts';

/** Has the source make an image of the server's root disk, which is at rest. The image is ours and temporary. */
export const snapshot: Step = async (task) => {
  const { planned, passage } = task;
  const disk = diskOf(task);
  const found = await findSnapshot(passage.source, disk);
  const metadata = { [markName]: disk, pumphouse_temporary: 'true' };
  const imageId = found ?? (await createServerImage(passage.source, planned.id, `${planned.name}-disk`, metadata));
  await waitForImage(passage.source, imageId, limits.serverSnapshotTimeoutMs);
};

/** The id of the image that an earlier try made. */
export async function findSnapshot(cloud: Cloud, disk: string): Promise<string | undefined> {
  const images = await listImages(cloud, { isHidden: false, [markName]: disk });
  return images.find(({ status }) => status !== 'deleted' && status !== 'killed')?.id;
}
