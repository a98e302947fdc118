import type { CephAccess } from './credentials.ts';
import type { ImageAnswer } from './image.ts';
import { rbdLocationsOf } from './rbd-location.ts';

/** The pool that a Glance keeps its images in, or why that cannot be told. */
export type GlancePool = { readonly pool: string } | { readonly refusal: string };

/** The name in `ceph_pools` for the pool of Glance's images. */
const word = 'glance';

type Places = Pick<ImageAnswer, 'direct_url' | 'locations'>;

/** Pure: whether Glance shows where images are, without which it takes no place from others; true when nobody knows. */
export function showsLocations(images: readonly Places[]): boolean {
  return images.length === 0 || images.some(({ locations }) => Array.isArray(locations));
}

/** Pure: read from where the images are that it has, in the cluster of that id, unless the operator says it. */
export function glancePoolOf(
  images: readonly Places[],
  { pools }: Pick<CephAccess, 'pools'>,
  fsid: string,
): GlancePool {
  const said = Object.hasOwn(pools, word) ? pools[word] : undefined;
  if (said !== undefined) return { pool: said };
  const inCluster = images.flatMap((one) => rbdLocationsOf(one)).filter((one) => one.fsid === fsid);
  const [pool, ...others] = [...new Set(inCluster.map((one) => one.pool))].toSorted();
  const cure = `name the pool as \`${word}\` in ceph_pools`;
  if (pool === undefined) return { refusal: `its Glance shows no image in that Ceph; ${cure}` };
  if (others.length === 0) return { pool };
  return { refusal: `its Glance has images in the pools ${[pool, ...others].join(', ')}; ${cure}` };
}
