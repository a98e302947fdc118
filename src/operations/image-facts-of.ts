import { Problem } from '../base/problem.ts';
import { cephFsid } from '../copy/ceph-fsid.ts';
import { openRbdFinder } from '../copy/rbd-finder.ts';
import { listRbdImages } from '../copy/rbd-image.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { CephAccess } from '../openstack/credentials.ts';
import { glancePoolOf, showsLocations } from '../openstack/glance-pool.ts';
import { type ImageAnswer, listImages } from '../openstack/image.ts';
import { rbdLocationsOf } from '../openstack/rbd-location.ts';
import type { ImageFacts } from '../plan/image-facts.ts';
import type { Resource } from '../resources/kind.ts';
import type { Pair } from './open-pair.ts';

/** What is seen of images in the Ceph of both clouds; undefined when one has none, or nothing is asked. */
export async function imageFactsOf(
  { source, destination }: Pick<Pair, 'source' | 'destination'>,
  images: readonly Resource[],
): Promise<ImageFacts | undefined> {
  const [from, to] = [source.config.ceph, destination.config.ceph];
  if (from === undefined || to === undefined || images.length === 0) return undefined;
  try {
    const [found, refusal] = await Promise.all([imagesIn(source, from, images), refusalOf(destination, to)]);
    return { found, ...(refusal === undefined ? {} : { refusal }) };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return {
      found: new Set(),
      unread: `${problem.message}${problem.detail === undefined ? '' : ` (${problem.detail})`}`,
    };
  }
}

async function imagesIn(cloud: Cloud, access: CephAccess, images: readonly Resource[]): Promise<ReadonlySet<string>> {
  const finder = openRbdFinder(access);
  const [fsid, ...lists] = await Promise.all([
    cephFsid(access),
    ...[false, true].map((isHidden) => listImages(cloud, { isHidden })),
  ]);
  const wanted = new Set(images.map(({ id }) => id));
  const found = new Set<string>();
  for (const answer of lists.flat().filter(({ id }) => wanted.has(id))) {
    if (await isIn(finder.has, fsid, answer)) found.add(`image/${answer.id}`);
  }
  return found;
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
  const place = glancePoolOf(images, access, fsid);
  if ('refusal' in place) return place.refusal;
  const isThere = (await listRbdImages(access, place.pool)) !== undefined;
  return isThere ? undefined : `its Ceph has no pool ${place.pool}`;
}
