import { Problem } from '../base/problem.ts';
import { cephFsid } from '../copy/ceph-fsid.ts';
import { openRbdFinder } from '../copy/rbd-finder.ts';
import { listRbdImages } from '../copy/rbd-image.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { CephAccess } from '../openstack/credentials.ts';
import { glancePoolOf, showsLocations } from '../openstack/glance-pool.ts';
import { type ImageAnswer, listImages } from '../openstack/image.ts';
import { rbdLocationsOf } from '../openstack/rbd-location.ts';
import { rootDiskPlace } from '../openstack/root-disk-place.ts';
import type { ImageFacts } from '../plan/image-facts.ts';
import type { Resource } from '../resources/kind.ts';
import { serverSchema } from '../resources/server-from-answer.ts';
import type { Pair } from './open-pair.ts';

/** What a plan may copy into images, in resources of the source. */
export interface ImagesToCopy {
  readonly images: readonly Resource[];
  /** Those whose root disks are carried. */
  readonly servers: readonly Resource[];
}

/** What is seen of images and root disks in the Ceph of both clouds; undefined when one has none, or none is wanted. */
export async function imageFactsOf(
  { source, destination }: Pick<Pair, 'source' | 'destination'>,
  disks: ImagesToCopy,
): Promise<ImageFacts | undefined> {
  const [from, to] = [source.config.ceph, destination.config.ceph];
  if (from === undefined || to === undefined || disks.images.length + disks.servers.length === 0) return undefined;
  try {
    const [seen, refusal] = await Promise.all([disksIn(source, from, disks), refusalOf(destination, to)]);
    return { ...seen, ...(refusal === undefined ? {} : { refusal }) };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return {
      found: new Set(),
      imageless: new Set(),
      unread: `${problem.message}${problem.detail === undefined ? '' : ` (${problem.detail})`}`,
    };
  }
}

async function disksIn(
  cloud: Cloud,
  access: CephAccess,
  { images, servers }: ImagesToCopy,
): Promise<Pick<ImageFacts, 'found' | 'imageless'>> {
  const finder = openRbdFinder(access);
  const [fsid, ...lists] = await Promise.all([
    cephFsid(access),
    ...[false, true].map((isHidden) => listImages(cloud, { isHidden })),
  ]);
  const answers = new Map(lists.flat().map((answer) => [answer.id, answer]));
  const found = new Set<string>();
  for (const { id } of images) {
    const answer = answers.get(id);
    if (answer !== undefined && (await isIn(finder.has, fsid, answer))) found.add(`image/${id}`);
  }
  const rooted = servers.map((one) => serverSchema.parse(one)).filter(({ imageId }) => imageId !== undefined);
  for (const { id } of rooted) {
    const { pool, name } = rootDiskPlace(id, access);
    if (await finder.has(pool, name)) found.add(`server/${id}`);
  }
  const imageless = rooted.filter(({ imageId }) => !answers.has(imageId ?? '')).map(({ id }) => id);
  return { found, imageless: new Set(imageless) };
}

async function isIn(
  has: (pool: string, name: string) => Promise<boolean>,
  fsid: string,
  answer: ImageAnswer,
): Promise<boolean> {
  for (const one of rbdLocationsOf(answer)) if (one.fsid === fsid && (await has(one.pool, one.name))) return true;
  return false;
}

async function refusalOf(cloud: Cloud, access: CephAccess): Promise<string | undefined> {
  const [fsid, images] = await Promise.all([cephFsid(access), listImages(cloud, { isHidden: false })]);
  if (!showsLocations(images)) return 'its Glance shows no locations (show_multiple_locations), so that it takes none';
  // Glance takes digests only of the kind that it computes itself (glance.location), and lists the newest image first.
  const algorithm = images.find(({ os_hash_algo: algo }) => typeof algo === 'string')?.os_hash_algo ?? 'sha512';
  if (algorithm !== 'sha512') return `its Glance takes digests by ${algorithm} only (hashing_algorithm)`;
  const place = glancePoolOf(images, access, fsid);
  if ('refusal' in place) return place.refusal;
  const isThere = (await listRbdImages(access, place.pool)) !== undefined;
  return isThere ? undefined : `its Ceph has no pool ${place.pool}`;
}
