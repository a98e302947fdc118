import type { KindName } from './kind-name.ts';

/** The ways in which the destination's Glance fetches the bytes of an image itself, the one that is preferred first. */
export const fetchNames = ['web-download', 'glance-download'] as const;
export type FetchName = (typeof fetchNames)[number];

/** The ways in which the bytes of a disk come to the destination; one file each in `engine/copiers/`. */
export const copierNames = ['glance', 'rbd', ...fetchNames] as const;
export type CopierName = (typeof copierNames)[number];

/** The copiers of disks that do not go through Glance, by `kind/id`. */
export type Copiers = Readonly<Record<string, CopierName>>;

/** Which way a resource's disk goes: through Glance, which every cloud can do, where the plan chose no other. */
export function chosenCopier(
  { copiers }: { readonly copiers?: Copiers | undefined },
  kind: KindName,
  id: string,
): CopierName {
  return copiers?.[`${kind}/${id}`] ?? 'glance';
}

/** Whether that is a way in which the destination's Glance fetches the bytes itself. */
export function isFetch(copier: string | undefined): copier is FetchName {
  return fetchNames.some((name) => name === copier);
}
