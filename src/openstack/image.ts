import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { getIfThere, removeIfThere } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';
import { sleep } from './retry.ts';
import { waitUntil } from './wait.ts';

/** An image as Glance gives it; whatever is not named here is a property that somebody added. */
export const imageSchema = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  owner: z.string().nullish(),
  status: z.string(),
  disk_format: z.string().nullish(),
  container_format: z.string().nullish(),
  /** GiB. */
  min_disk: z.number().default(0),
  /** MiB. */
  min_ram: z.number().default(0),
  visibility: z.string().default('private'),
  protected: z.boolean().default(false),
  os_hidden: z.boolean().default(false),
  tags: z.array(z.string()).default([]),
  /** Bytes; null until there are any. */
  size: z.number().nullish(),
  checksum: z.string().nullish(),
  os_hash_algo: z.string().nullish(),
  os_hash_value: z.string().nullish(),
  /** Where its bytes are, where the cloud shows that; a list without any is not the same as none. */
  direct_url: z.string().nullish(),
  locations: z.array(z.looseObject({ url: z.string() })).nullish(),
});
export type ImageAnswer = z.infer<typeof imageSchema>;

export const imageMemberSchema = z.looseObject({ member_id: z.string(), status: z.string() });
export type ImageMemberAnswer = z.infer<typeof imageMemberSchema>;

/**
 * Images of every visibility and owner that the login may see. Glance leaves out hidden ones unless it is asked for
 * them alone, and community ones unless `visibility` is `all` (Image API v2, "List images").
 */
export async function listImages(cloud: Cloud, which: ImageChoice): Promise<ImageAnswer[]> {
  const { isHidden, ...filters } = which;
  const query = { limit: limits.pageSize, visibility: 'all', os_hidden: isHidden, ...filters };
  return list(cloud, { service: 'image', path: '/images', key: 'images', item: imageSchema, query });
}

export type ImageChoice = { readonly isHidden: boolean } & Readonly<Record<string, string | number | boolean>>;

/** The projects that a shared image was offered to; images of other visibilities have none. */
export async function listImageMembers(cloud: Cloud, { id, visibility }: ImageAnswer): Promise<ImageMemberAnswer[]> {
  if (visibility !== 'shared') return [];
  return list(cloud, { service: 'image', path: `/images/${id}/members`, key: 'members', item: imageMemberSchema });
}

export function getImage(cloud: Cloud, id: string): Promise<ImageAnswer | undefined> {
  return getIfThere(cloud, 'image', `/images/${id}`, imageSchema);
}

export interface ImageChange {
  readonly op: 'add' | 'replace' | 'remove';
  /** Such as `/protected`. */
  readonly path: string;
  readonly value?: string | boolean | ImageLocation;
}

/** Bytes that are somewhere already, for an image that has none (Image API v2, "Update an image", `locations`). */
export interface ImageLocation {
  readonly url: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** What Glance then keeps of them; it reads no byte. */
  readonly validation_data?: {
    readonly os_hash_algo: string;
    readonly os_hash_value: string;
    readonly checksum?: string;
  };
}

/** Changes attributes in one request (RFC 6902, in Glance's own media type). */
export async function changeImage(cloud: Cloud, id: string, changes: readonly ImageChange[]): Promise<void> {
  await cloud.send({
    service: 'image',
    method: 'PATCH',
    path: `/images/${id}`,
    body: changes,
    contentType: 'application/openstack-images-v2.1-json-patch',
  });
}

/** Gives an image without bytes, which becomes active by that, a place where they are. */
export async function addImageLocation(cloud: Cloud, id: string, location: ImageLocation): Promise<void> {
  await changeImage(cloud, id, [{ op: 'add', path: '/locations/-', value: location }]);
}

/** States in which bytes are still on their way. */
const underway = new Set(['queued', 'saving', 'uploading', 'importing']);

/**
 * Waits until an image has its bytes, and returns it. Throws a Problem when it never will: gone, killed or deactivated,
 * or, with `remedy: 'wait'`, when it takes longer than `timeoutMs`.
 */
export async function waitForImage(cloud: Cloud, id: string, timeoutMs: number): Promise<ImageAnswer> {
  const look = (): Promise<ImageAnswer | undefined> => getImage(cloud, id);
  const isDone = (found: ImageAnswer | undefined): boolean => found === undefined || !underway.has(found.status);
  const describe = (found: ImageAnswer | undefined): string => found?.status ?? 'gone';
  const what = `image ${id} of cloud ${cloud.name} to become active`;
  const first = await look();
  const image = isDone(first) ? first : await waitUntil({ what, timeoutMs, look, isDone, describe });
  if (image?.status === 'active') return image;
  throw new Problem({
    summary: `image ${id} of cloud ${cloud.name} is ${image?.status ?? 'gone'}, and will not become active`,
    cure: "Look for its id in the logs of Glance and of the server's compute host.",
    remedy: 'ask',
  });
}

/**
 * Deletes an image, a protected one too; one that is gone is success. Ceph refuses as long as a server's or volume's
 * disk is a clone of it, which may take a moment to go: then it is tried again, and at last a Problem thrown.
 */
export async function deleteImage(cloud: Cloud, id: string, tries: number = limits.requestTries): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    const problem = await refusal(cloud, id);
    if (problem === undefined) return;
    if (problem.status === 403 && tried < limits.requestTries) await unprotect(cloud, id, problem);
    else if (problem.status !== 409) throw problem;
    else if (tried >= tries) throw inUse(cloud, id, problem);
    else await sleep(limits.retryDelayMs * 2 ** (tried - 1));
  }
}

async function refusal(cloud: Cloud, id: string): Promise<Problem | undefined> {
  try {
    await removeIfThere(cloud, 'image', `/images/${id}`);
    return undefined;
  } catch (problem) {
    if (problem instanceof Problem) return problem;
    throw problem;
  }
}

/** Glance answers 403 both for a protected image and for one that is not ours: only the first is worth a change. */
async function unprotect(cloud: Cloud, id: string, refused: Problem): Promise<void> {
  const image = await getImage(cloud, id);
  if (image?.protected === false) throw refused;
  if (image !== undefined) await changeImage(cloud, id, [{ op: 'replace', path: '/protected', value: false }]);
}

function inUse(cloud: Cloud, id: string, problem: Problem): Problem {
  return new Problem({
    summary: `image ${id} of cloud ${cloud.name} cannot be deleted: the disk of a server or volume still stands on it`,
    detail: problem.detail ?? problem.message,
    cure: 'Delete what was made from it, or flatten its disk (rbd flatten); then run the same command again.',
    remedy: 'wait',
    status: 409,
    ...(problem.requestId === undefined ? {} : { requestId: problem.requestId }),
    cause: problem,
  });
}
