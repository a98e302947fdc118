import type { ImageAnswer } from './image.ts';

/** Where Glance keeps an image in Ceph (glance_store's RBD driver: `rbd://fsid/pool/image/snapshot`). */
export interface RbdLocation {
  /** The id of the cluster. */
  readonly fsid: string;
  readonly pool: string;
  readonly name: string;
  readonly snapshot: string;
}

/** The places in Ceph of an image, as far as Glance shows them. */
export function rbdLocationsOf({
  direct_url: direct,
  locations,
}: Pick<ImageAnswer, 'direct_url' | 'locations'>): RbdLocation[] {
  const urls = new Set([...(typeof direct === 'string' ? [direct] : []), ...(locations ?? []).map(({ url }) => url)]);
  return [...urls].flatMap((url) => parse(url) ?? []);
}

/** The same as Glance writes it. */
export function rbdLocationUrl({ fsid, pool, name, snapshot }: RbdLocation): string {
  return `rbd://${[fsid, pool, name, snapshot].map(encodeURIComponent).join('/')}`;
}

function parse(url: string): RbdLocation | undefined {
  if (!url.startsWith('rbd://')) return undefined;
  const [fsid, pool, name, snapshot, ...rest] = url.slice(6).split('/').map(decode);
  if (!fsid || !pool || !name || !snapshot || rest.length > 0) return undefined;
  return { fsid, pool, name, snapshot };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
