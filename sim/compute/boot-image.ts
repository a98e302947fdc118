import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, isAdmin, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Image } from '../image/records.ts';
import type { Flavor } from './records.ts';

/** The image that a server boots from, as far as the caller may see it; a fault 400 otherwise. */
export function bootImage(cloud: SimCloud, caller: Caller, id: string): Image {
  const image = cloud.state.images.get(id);
  if (image === undefined || !isImageVisible(cloud, caller, image)) {
    throw new ApiFault(400, 'Can not find requested image');
  }
  return image;
}

/** Kernel and ramdisk, which an image may name, have to be there as well. */
export function checkBootParts(cloud: SimCloud, caller: Caller, { properties }: Image): void {
  const { kernel_id: kernelId = null, ramdisk_id: ramdiskId = null } = properties;
  if (kernelId === 'nokernel') return;
  for (const id of [kernelId, ramdiskId]) if (id !== null) bootImage(cloud, caller, id);
}

function isImageVisible({ state }: SimCloud, caller: Caller, { id, owner, visibility }: Image): boolean {
  if (mayAct(caller, owner) || visibility === 'public' || visibility === 'community') return true;
  return visibility === 'shared' && state.imageMembers.get(`${id}/${caller.projectId}`) !== undefined;
}

/** Nova's `_validate_flavor_image`: whether a server of a flavor can have the disk. */
export function checkImageFits(caller: Caller, image: Image, flavor: Flavor): void {
  if (image.status !== 'active') throw new ApiFault(400, `Image ${image.id} is not active.`);
  if (flavor.ramMiB < image.minRamMiB) throw new ApiFault(400, "Flavor's memory is too small for requested image.");
  const flavorBytes = flavor.diskGiB * 2 ** 30;
  if (flavorBytes === 0) {
    if (isAdmin(caller)) return;
    throw new ApiFault(403, 'Only volume-backed servers are allowed for flavors with zero disk.');
  }
  const imageBytes = image.bytes?.length ?? 0;
  if (imageBytes > flavorBytes) {
    const sizes = `Flavor disk is ${flavorBytes} bytes, image is ${imageBytes} bytes.`;
    throw new ApiFault(400, `Flavor's disk is too small for requested image. ${sizes}`);
  }
  const leastBytes = image.minDiskGiB * 2 ** 30;
  if (leastBytes > flavorBytes) {
    const sizes = `Flavor disk is ${flavorBytes} bytes, minimum size is ${leastBytes} bytes.`;
    throw new ApiFault(400, `Flavor's disk is smaller than the minimum size specified in image metadata. ${sizes}`);
  }
}
