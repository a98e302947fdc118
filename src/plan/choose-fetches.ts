import { type FetchName, fetchNames, isFetch } from '../resources/chosen-copier.ts';
import { image } from '../resources/image.ts';
import type { Choices, Resource } from '../resources/kind.ts';
import type { CopierFacts } from './copier-facts.ts';
import type { Creation } from './demand.ts';
import type { FetchFacts } from './fetch-facts.ts';

export type ChosenFetches = Pick<Choices, 'copiers' | 'copierRefused' | 'fetchFrom'>;

/**
 * Pure: which images the destination's Glance fetches itself. What cannot be fetched goes another way, or nowhere when
 * that was demanded.
 */
export function chooseFetches(creations: readonly Creation[], { wish, fetching }: CopierFacts): ChosenFetches {
  const names = wish === 'auto' ? fetchNames : fetchNames.filter((name) => name === wish);
  if (fetching === undefined || names.length === 0) return {};
  const way = firstWay(names, fetching);
  const judged = creations
    .filter(({ chosen: { kind } }) => kind === 'image')
    .map(({ chosen: { resource } }) => ({
      key: `image/${resource.id}`,
      why: 'refusal' in way ? way.refusal : hindrance(resource),
    }));
  const able = 'refusal' in way ? [] : judged.flatMap(({ key, why }) => (why === undefined ? [[key, way.name]] : []));
  const refused = isFetch(wish) ? judged.flatMap(({ key, why }) => (why === undefined ? [] : [[key, why]])) : [];
  return {
    ...(able.length === 0 || 'refusal' in way ? {} : { copiers: Object.fromEntries(able), fetchFrom: way.from }),
    ...(refused.length === 0 ? {} : { copierRefused: Object.fromEntries(refused) }),
  };
}

type Way = { readonly name: FetchName; readonly from: string } | { readonly refusal: string };

function firstWay(names: readonly FetchName[], fetching: FetchFacts): Way {
  const ways = names.map((name): Way => ({ name, ...fetching[name] }));
  return ways.find((way) => 'from' in way) ?? ways[0] ?? { refusal: 'there is no such way' };
}

/** What comes is compared by its digest: whoever serves it could have other bytes. */
function hindrance(resource: Resource): string | undefined {
  const { sizeBytes, digest } = image.schema.parse(resource);
  if (sizeBytes === 0) return 'it holds not a single byte';
  return digest === undefined ? 'its Glance keeps no digest of it, by which what is fetched could be known' : undefined;
}
