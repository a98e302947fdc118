import type { Random } from '../cloud/random.ts';
import type { SimApi } from './sim-api.ts';

/**
 * Makes an image, raw and bare where `body` does not say otherwise: of a few KiB, repeated up to `leastBytes` where it
 * is to come in several parts, which can be lost one by one. Returns its id.
 */
export async function uploadImage(api: SimApi, random: Random, body: object, leastBytes = 0): Promise<string> {
  const id = await api.make('/image/v2/images', { disk_format: 'raw', container_format: 'bare', ...body });
  const lengthBytes = 1024 + random.below(3072);
  const once = Buffer.from(Array.from({ length: lengthBytes }, () => random.below(256)));
  const bytes = lengthBytes < leastBytes ? Buffer.alloc(leastBytes, once) : once;
  await api.send('PUT', `/image/v2/images/${id}/file`, bytes);
  return id;
}
