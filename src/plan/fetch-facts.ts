import type { FetchName } from '../resources/chosen-copier.ts';

/** From where the destination's Glance could fetch images itself, in words without a secret; or why it cannot. */
export type FetchWay = { readonly from: string } | { readonly refusal: string };

/** What was seen of each way in which it could. */
export type FetchFacts = Readonly<Record<FetchName, FetchWay>>;
