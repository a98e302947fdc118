import type { Random } from '../cloud/random.ts';
import { oddTags } from './odd-text.ts';
import type { SimApi } from './sim-api.ts';
import { uploadImage } from './upload-image.ts';

export interface Images {
  /** Public, and small enough for every flavor. */
  readonly bootIds: readonly [string, ...string[]];
  /** Deleted once a server has booted from it. */
  readonly doomedId: string;
}

const open = { name: 'tiny', visibility: 'public' };

/** Public images of the administrator's, two of one name. */
export async function makeBootImages(api: SimApi, random: Random): Promise<Images> {
  const first = await uploadImage(api, random, { ...open, os_distro: 'odd', min_ram: 32 });
  const second = await uploadImage(api, random, { ...open, hw_disk_bus: 'virtio', tags: oddTags(random) });
  const doomedId = await uploadImage(api, random, { ...open, name: 'deleted since', disk_format: 'qcow2' });
  return { bootIds: [first, second], doomedId };
}

export async function deleteImage(api: SimApi, id: string): Promise<void> {
  await api.send('DELETE', `/image/v2/images/${id}`);
}
