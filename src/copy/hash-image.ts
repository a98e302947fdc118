import { createHash } from 'node:crypto';
import { assert } from '../base/assert.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { openImage } from './open-image.ts';

/** A digest in hexadecimal; the algorithm is as Glance and OpenSSL name it, such as `sha512`. */
export interface Digest {
  readonly algorithm: string;
  readonly value: string;
}

export interface ImageToHash {
  readonly cloud: Cloud;
  readonly imageId: string;
  readonly algorithm: string;
  readonly signal?: AbortSignal | undefined;
}

/** Reads the bytes of an image and computes their digest. Throws a Problem when they do not come. */
export async function hashImage({ cloud, imageId, algorithm, signal }: ImageToHash): Promise<Digest> {
  const hash = createHash(algorithm);
  const opened = await openImage({ cloud, imageId, signal });
  try {
    for await (const chunk of opened.body) {
      assert(chunk instanceof Uint8Array, 'a body without encoding gives bytes');
      hash.update(chunk);
    }
  } catch (cause) {
    throw opened.problem(cause);
  }
  opened.record();
  return { algorithm, value: hash.digest('hex') };
}
