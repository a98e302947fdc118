import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import type { CephAccess } from '../openstack/credentials.ts';
import { runRbdCommand } from './rbd-command.ts';

/** An image in a pool of a Ceph cluster, which may be there or not. */
export interface RbdImage {
  readonly access: CephAccess;
  readonly pool: string;
  readonly name: string;
}

const namesSchema = z.array(z.string());
const infoSchema = z.looseObject({ size: z.number() });
const snapshotSchema = z.looseObject({
  id: z.number(),
  name: z.string(),
  protected: z.union([z.string(), z.boolean()]).optional(),
});
const snapshotsSchema = z.array(snapshotSchema);
const timeoutMs = limits.rbdTimeoutMs;
/** As Glance makes its own (`rbd_store_chunk_size`). */
const imageObjectBytes = 8 * 1024 ** 2;

/** As `rbd` takes it: `pool/image`, or `pool/image@snapshot`. */
export function rbdImageSpec({ pool, name }: RbdImage, snapshot?: string): string {
  return `${pool}/${name}${snapshot === undefined ? '' : `@${snapshot}`}`;
}

/** Names of all images of a pool; undefined when there is no such pool. Throws a Problem when Ceph does not answer. */
export async function listRbdImages(access: CephAccess, pool: string): Promise<string[] | undefined> {
  try {
    return await ask(namesSchema, access, ['ls', '--format', 'json', pool]);
  } catch (problem) {
    if (problem instanceof Problem && problem.detail?.includes('error opening pool') === true) return undefined;
    throw problem;
  }
}

/** Its size in bytes, now or at a snapshot. Throws a Problem when it is not there. */
export async function rbdImageSize(image: RbdImage, snapshot?: string): Promise<number> {
  return (await ask(infoSchema, image.access, ['info', '--format', 'json', rbdImageSpec(image, snapshot)])).size;
}

/** Whether it is there. */
export async function hasRbdImage({ access, pool, name }: RbdImage): Promise<boolean> {
  return (await listRbdImages(access, pool))?.includes(name) === true;
}

interface RbdSnapshot {
  readonly name: string;
  /** Ceph keeps it, so that others may be clones of it. */
  readonly isProtected: boolean;
}

/** Names of its snapshots, the oldest first; none when it is not there itself. */
export async function listRbdSnapshots(image: RbdImage): Promise<string[]> {
  return (await snapshotsOf(image)).map(({ name }) => name);
}

async function snapshotsOf(image: RbdImage): Promise<RbdSnapshot[]> {
  if (!(await hasRbdImage(image))) return [];
  const found = await ask(snapshotsSchema, image.access, ['snap', 'ls', '--format', 'json', rbdImageSpec(image)]);
  // Ceph counts them up.
  const inOrder = found.toSorted((one, other) => one.id - other.id);
  return inOrder.map(({ name, protected: isProtected }) => ({ name, isProtected: String(isProtected) === 'true' }));
}

const extentsSchema = z.array(z.looseObject({ offset: z.number(), length: z.number() }));

/** Whether anything was written to it since a snapshot of it. */
export async function hasRbdChanges(image: RbdImage, snapshot: string): Promise<boolean> {
  const words = ['diff', '--format', 'json', '--from-snap', snapshot, rbdImageSpec(image)];
  return (await ask(extentsSchema, image.access, words)).length > 0;
}

/** Takes a snapshot, unless an earlier try took it. */
export async function takeRbdSnapshot(image: RbdImage, snapshot: string): Promise<void> {
  if ((await listRbdSnapshots(image)).includes(snapshot)) return;
  await change(image, 'create', snapshot);
}

/** Removes its snapshots of which the name begins so. */
export async function removeRbdSnapshots(image: RbdImage, prefix: string): Promise<void> {
  for (const { name, isProtected } of await snapshotsOf(image)) {
    if (!name.startsWith(prefix)) continue;
    if (isProtected) await change(image, 'unprotect', name);
    await change(image, 'rm', name);
  }
}

/** Takes a snapshot that others may be clones of, unless an earlier try took it. */
export async function takeProtectedRbdSnapshot(image: RbdImage, snapshot: string): Promise<void> {
  await takeRbdSnapshot(image, snapshot);
  const taken = (await snapshotsOf(image)).find(({ name }) => name === snapshot);
  if (taken?.isProtected === false) await change(image, 'protect', snapshot);
}

/** Makes an image without data. Throws a Problem when there is one of that name. */
export async function createRbdImage(image: RbdImage, sizeBytes: number): Promise<void> {
  const size = ['--size', `${sizeBytes}B`, '--object-size', `${imageObjectBytes}B`];
  await runRbdCommand(image.access, ['create', '--no-progress', ...size, rbdImageSpec(image)], { timeoutMs });
}

/** Deletes an image with its snapshots; one that is not there is success. Ceph refuses one that has clones. */
export async function removeRbdImage(image: RbdImage, signal?: AbortSignal): Promise<void> {
  if (!(await hasRbdImage(image))) return;
  await removeRbdSnapshots(image, '');
  // That takes as long as it is large.
  await runRbdCommand(image.access, ['rm', '--no-progress', rbdImageSpec(image)], { signal });
}

async function change(
  image: RbdImage,
  verb: 'create' | 'rm' | 'protect' | 'unprotect',
  snapshot: string,
): Promise<void> {
  // The others show none, and refuse the word.
  const quiet = verb === 'create' || verb === 'rm' ? ['--no-progress'] : [];
  await runRbdCommand(image.access, ['snap', verb, ...quiet, rbdImageSpec(image, snapshot)], { timeoutMs });
}

async function ask<T>(schema: z.ZodType<T>, access: CephAccess, words: readonly string[]): Promise<T> {
  const printed = await runRbdCommand(access, words, { timeoutMs });
  try {
    return schema.parse(JSON.parse(printed));
  } catch (cause) {
    throw new Problem({
      summary: `\`rbd ${words.slice(0, 2).join(' ')}\` answered what is not understood`,
      cure: 'Report it with the output of `rbd --version`.',
      remedy: 'ask',
      cause,
    });
  }
}
