import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { deleteImage, getImage, type ImageAnswer, waitForImage } from '../openstack/image.ts';
import { waitUntil } from '../openstack/wait.ts';
import { markName } from '../resources/mark.ts';
import { type Digest, hashImage } from './hash-image.ts';
import { type ImageStream, streamImage } from './stream-image.ts';

export interface ImageCopy extends ImageStream {
  /** As the source says; undefined when it does not. */
  readonly sizeBytes?: number | undefined;
}

export interface CopiedImage {
  /** Zero when the bytes had been copied before. */
  readonly copiedBytes: number;
  /** What both sides agree on. */
  readonly digest: Digest;
}

/** States in which somebody's upload is under way, or was when its Glance died. */
const busy = new Set(['saving', 'uploading', 'importing']);

/**
 * Copies the bytes of an image from Glance to Glance in one stream, and compares the digest that the destination's
 * Glance computes over what it receives with the source's. Safe to call again: an image that has its bytes is only
 * compared, and Glance takes an upload that broke off back to `queued`. A copy that came out unequal is deleted, as
 * Glance never takes a second upload, and a Problem of remedy `retry` thrown: create the image again, then copy.
 */
export async function copyImage(copy: ImageCopy): Promise<CopiedImage> {
  const { destination, destinationImageId, expected } = copy;
  const before = await settledImage(copy);
  if (before.status === 'active') {
    return { copiedBytes: 0, digest: await comparedDigest(copy, before, expected) };
  }
  const { copiedBytes, digest = expected } = await streamImage(copy);
  const after = await waitForImage(destination, destinationImageId, limits.imageActiveTimeoutMs);
  if (copy.sizeBytes !== undefined && copiedBytes !== copy.sizeBytes) {
    throw await spoiled(copy, after, `${copiedBytes} bytes came instead of ${copy.sizeBytes}`);
  }
  return { copiedBytes, digest: await comparedDigest(copy, after, digest) };
}

/** The destination's image once nobody uploads to it any more. Throws when it cannot take or have the bytes. */
async function settledImage(copy: ImageCopy): Promise<ImageAnswer> {
  const { destination, destinationImageId: id } = copy;
  const startedMs = Date.now();
  const isOver = (): boolean => Date.now() - startedMs > limits.copyIdleTimeoutMs;
  const image =
    (await unlessBusy(copy)) ??
    (await waitUntil({
      what: `the upload to image ${id}`,
      timeoutMs: limits.copyIdleTimeoutMs,
      look: () => getImage(destination, id),
      isDone: (found) => found === undefined || !busy.has(found.status) || isOver(),
      describe: (found) => found?.status ?? 'gone',
    }));
  if (image === undefined) {
    throw new Problem({
      summary: `image ${id} of cloud ${destination.name} is gone before its bytes came`,
      cure: 'Run the same command again: it is made again.',
      remedy: 'retry',
      status: 404,
    });
  }
  if (image.status === 'queued' || image.status === 'active') return image;
  throw await spoiled(copy, image, `it is ${image.status}`);
}

async function unlessBusy({ destination, destinationImageId }: ImageCopy): Promise<ImageAnswer | undefined> {
  const image = await getImage(destination, destinationImageId);
  return image === undefined || busy.has(image.status) ? undefined : image;
}

/**
 * Compares both sides end to end. What one of them does not keep is computed by reading the bytes once more: rare, as
 * that happens only without a known digest of a finished copy, or when the clouds use two algorithms.
 */
async function comparedDigest(copy: ImageCopy, image: ImageAnswer, known: Digest | undefined): Promise<Digest> {
  const { source, sourceImageId, destination, destinationImageId, signal } = copy;
  const hash = (cloud: Cloud, id: string, algorithm: string): Promise<Digest> =>
    hashImage({ cloud, imageId: id, algorithm, signal });
  const kept = keptDigest(image) ?? (await hash(destination, destinationImageId, known?.algorithm ?? 'sha512'));
  const wanted = known?.algorithm === kept.algorithm ? known : await hash(source, sourceImageId, kept.algorithm);
  if (wanted.value === kept.value) return kept;
  throw await spoiled(copy, image, `its ${kept.algorithm} is ${kept.value}, the source's is ${wanted.value}`);
}

function keptDigest({ os_hash_algo: algorithm, os_hash_value: value }: ImageAnswer): Digest | undefined {
  return typeof algorithm === 'string' && typeof value === 'string' ? { algorithm, value } : undefined;
}

/** Takes the useless image away, if it is one of ours, and says why. */
async function spoiled({ destination }: ImageCopy, image: ImageAnswer, detail: string): Promise<Problem> {
  const isOurs = image[markName] !== undefined;
  if (isOurs) await deleteImage(destination, image.id);
  return new Problem({
    summary: `image ${image.id} of cloud ${destination.name} did not come out equal to its source`,
    detail,
    cure: isOurs
      ? 'It was deleted; the same command makes and copies it again.'
      : 'It was not made by Pumphouse: delete it, or exclude the image.',
    remedy: isOurs ? 'retry' : 'ask',
  });
}
