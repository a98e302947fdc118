import type { Cloud } from './cloud.ts';
import { catalogTypes } from './service.ts';

/** How one Glance finds another one in the catalog that both are in. */
export interface GlanceRegion {
  readonly region: string;
  /** `public`, `internal` or `admin`. */
  readonly side: string;
}

/**
 * Where the destination's catalog has the source's Glance; undefined unless one Keystone knows both, each in a region
 * of its own. Glance takes the first endpoint of a region, whatever the case of its name (glance.async_.utils).
 */
export async function glanceRegionOf(source: Cloud, destination: Cloud): Promise<GlanceRegion | undefined> {
  const [from, to, { catalog }] = await Promise.all([
    source.endpoint('image'),
    destination.endpoint('image'),
    destination.login(),
  ]);
  const wanted = rootOf(from);
  if (rootOf(to) === wanted) return undefined;
  const types: readonly string[] = catalogTypes.image;
  const endpoints = catalog.filter(({ type }) => types.includes(type)).flatMap((entry) => entry.endpoints);
  for (const { region_id, region: name = null, interface: side, url } of endpoints) {
    const region = region_id ?? name;
    if (region === null || rootOf(url) !== wanted) continue;
    const isNamed = (word: string | null | undefined): boolean => word?.toLowerCase() === region.toLowerCase();
    const first = endpoints.find((one) => one.interface === side && isNamed(one.region_id ?? one.region));
    if (first !== undefined && rootOf(first.url) === wanted) return { region, side };
  }
  return undefined;
}

/** Without the version, which our own endpoints have and those of the catalog may have. */
function rootOf(url: string): string {
  return url.replace(/\/+$/, '').replace(/\/v2(\.\d+)?$/, '');
}
