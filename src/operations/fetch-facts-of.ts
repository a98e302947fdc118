import type { Cloud } from '../openstack/cloud.ts';
import { glanceRegionOf } from '../openstack/glance-region.ts';
import { importMethods } from '../openstack/import-methods.ts';
import { imageUrlOf } from '../openstack/read-image-url.ts';
import type { CopierWish } from '../plan/copier-facts.ts';
import type { FetchFacts, FetchWay } from '../plan/fetch-facts.ts';
import { type FetchName, isFetch } from '../resources/chosen-copier.ts';
import type { Pair } from './open-pair.ts';

/**
 * What is seen of ways in which the destination's Glance could fetch images itself; undefined when none is wished for,
 * and, unless one is demanded, when neither clouds.yaml nor the catalog tells of one.
 */
export async function fetchFactsOf(
  { source, destination }: Pick<Pair, 'source' | 'destination'>,
  wish: CopierWish,
): Promise<FetchFacts | undefined> {
  if (wish !== 'auto' && !isFetch(wish)) return undefined;
  const { imageUrl } = source.config;
  const region = await glanceRegionOf(source, destination);
  if (wish === 'auto' && imageUrl === undefined && region === undefined) return undefined;
  const methods = await importMethods(destination);
  const wayOf = (name: FetchName, from: string | undefined, refusal: string): FetchWay => {
    if (from === undefined) return { refusal };
    return methods.includes(name) ? { from } : { refusal: notOffered(destination, name) };
  };
  return {
    'web-download': wayOf(
      'web-download',
      imageUrl === undefined ? undefined : new URL(imageUrlOf(imageUrl, { id: 'id', name: 'name' })).host,
      `clouds.yaml has no \`image_url\` for ${source.name}`,
    ),
    'glance-download': wayOf(
      'glance-download',
      region === undefined ? undefined : `region ${region.region}`,
      `the catalog of ${destination.name} does not have the Glance of ${source.name} in another region`,
    ),
  };
}

function notOffered({ name: cloud }: Cloud, name: FetchName): string {
  return `Glance of ${cloud} does not offer ${name} (enabled_import_methods)`;
}
