import type { Digest } from '../../copy/hash-image.ts';
import type { ImageAnswer } from '../../openstack/image.ts';
import type { Image } from '../../resources/image.ts';

/** Pure: in what the twin is not the image, with the values of both; nothing when it is. */
export function unequalParts(
  { sizeBytes, digest }: Pick<Image, 'sizeBytes' | 'digest'>,
  { size }: Pick<ImageAnswer, 'size'>,
  { algorithm, value }: Digest,
): string[] {
  return [
    ...(size === sizeBytes ? [] : [`it has ${size ?? 'no'} bytes, the source ${sizeBytes ?? 'none'}`]),
    ...(value === digest?.value ? [] : [`its ${algorithm} is ${value}, the source's is ${digest?.value ?? 'unknown'}`]),
  ];
}
