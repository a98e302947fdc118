import type { Random } from '../cloud/random.ts';
import type { SimApi } from './sim-api.ts';

/** Makes an image of a few KiB, raw and bare where `body` does not say otherwise. Returns its id. */
export async function uploadImage(api: SimApi, random: Random, body: object): Promise<string> {
  const id = await api.make('/image/v2/images', { disk_format: 'raw', container_format: 'bare', ...body });
  const lengthBytes = 1024 + random.below(3072);
  const bytes = Buffer.from(Array.from({ length: lengthBytes }, () => random.below(256)));
  await api.send('PUT', `/image/v2/images/${id}/file`, bytes);
  return id;
}
