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
const snapshotsSchema = z.array(z.looseObject({ name: z.string() }));
const timeoutMs = limits.rbdTimeoutMs;

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

/** Its size in bytes. Throws a Problem when it is not there. */
export async function rbdImageSize(image: RbdImage): Promise<number> {
  return (await ask(infoSchema, image.access, ['info', '--format', 'json', rbdImageSpec(image)])).size;
}

/** Names of its snapshots; none when it is not there itself. */
async function listRbdSnapshots(image: RbdImage): Promise<string[]> {
  if ((await listRbdImages(image.access, image.pool))?.includes(image.name) !== true) return [];
  const found = await ask(snapshotsSchema, image.access, ['snap', 'ls', '--format', 'json', rbdImageSpec(image)]);
  return found.map(({ name }) => name);
}

/** Takes a snapshot, unless an earlier try took it. */
export async function takeRbdSnapshot(image: RbdImage, snapshot: string): Promise<void> {
  if ((await listRbdSnapshots(image)).includes(snapshot)) return;
  await change(image, 'create', snapshot);
}

/** Removes its snapshots of which the name begins so. */
export async function removeRbdSnapshots(image: RbdImage, prefix: string): Promise<void> {
  for (const name of await listRbdSnapshots(image)) {
    if (name.startsWith(prefix)) await change(image, 'rm', name);
  }
}

async function change(image: RbdImage, verb: 'create' | 'rm', snapshot: string): Promise<void> {
  await runRbdCommand(image.access, ['snap', verb, '--no-progress', rbdImageSpec(image, snapshot)], { timeoutMs });
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
