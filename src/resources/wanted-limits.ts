import { z } from 'zod';
import { quotaServices, type QuotaTable } from '../openstack/quotas.ts';
import type { Lookup } from './kind.ts';
import { type QuotaEntry, quotaEntries } from './quota-entries.ts';

/** What Cinder limits of each volume type, as `volumes_TYPE`. */
const limitedOfType = ['volumes', 'gigabytes', 'snapshots'] as const;

/** Ids of a cloud's volume types by name. */
type VolumeTypeIds = Readonly<Record<string, string>>;

/** What one cloud says of a project's limits. */
interface OwnLimits {
  readonly set: QuotaTable;
  readonly defaults: QuotaTable;
  readonly volumeTypes: VolumeTypeIds;
}

/** A limit that the twin is to have of its own, as the source calls it. */
export const wantedLimitSchema = z.object({
  service: z.enum(quotaServices),
  name: z.string(),
  label: z.string(),
  value: z.number(),
  /** Of a volume type: which one that is on the destination, where it may have another name. */
  ofType: z.object({ limited: z.string(), id: z.string() }).optional(),
});
export type WantedLimit = Readonly<z.infer<typeof wantedLimitSchema>>;

/** A limit of a volume type as what it limits and the type's id; undefined for one that is of no type. */
export function limitOfType(
  { service, name }: Pick<QuotaEntry, 'service' | 'name'>,
  volumeTypes: VolumeTypeIds,
): { readonly limited: string; readonly id: string } | undefined {
  if (service !== 'block-storage') return undefined;
  const limited = limitedOfType.find((one) => name.startsWith(`${one}_`));
  const id = limited === undefined ? undefined : volumeTypes[name.slice(limited.length + 1)];
  return limited === undefined || id === undefined ? undefined : { limited, id };
}

/**
 * All that is set and that the destination knows, and the source's defaults where they are wished for. Volume types
 * that are one on the destination have the limit of both together there; `valueOf` says what each counts.
 */
export function wantedLimits(
  source: OwnLimits,
  lookup: Lookup,
  valueOf: (entry: QuotaEntry) => number = ({ value }) => value,
): WantedLimit[] {
  const isCarried = lookup.choices.defaultQuotas === 'set';
  const known = allEntries(source).flatMap(({ service, name, label, value: standard }) => {
    const there = onDestination(source, lookup, { service, name });
    if (there === undefined) return [];
    const own = source.set[service]?.[name];
    const isWanted = own !== undefined || (isCarried && standard !== there.standard);
    const value = valueOf({ service, name, label, value: own ?? standard });
    return [{ isWanted, limit: { service, name, label, value, ...(there.ofType && { ofType: there.ofType }) } }];
  });
  const wanted = new Map<string, WantedLimit>();
  for (const { isWanted, limit } of known) {
    const key = limit.ofType === undefined ? limit.label : `${limit.ofType.limited} of ${limit.ofType.id}`;
    if (!isWanted || wanted.has(key)) continue;
    const same = known.filter((other) => limit.ofType !== undefined && isOfSame(other.limit, limit));
    wanted.set(key, same.length > 1 ? { ...limit, value: total(same.map((other) => other.limit.value)) } : limit);
  }
  return [...wanted.values()];
}

function isOfSame({ ofType: one }: WantedLimit, { ofType: other }: WantedLimit): boolean {
  return one?.limited === other?.limited && one?.id === other?.id;
}

/** Without end as soon as one of them is. */
function total(values: readonly number[]): number {
  return values.includes(-1) ? -1 : values.reduce((sum, value) => sum + value, 0);
}

/** What is set and has nothing on the destination that it could limit. */
export function unknownLimits(source: OwnLimits, lookup: Lookup): QuotaEntry[] {
  if (lookup.destination.quotaDefaults === undefined) return [];
  return quotaEntries(source.set).filter((entry) => onDestination(source, lookup, entry) === undefined);
}

/** Pure: limits as the destination calls them; those of a type that it does not have are left out. */
export function limitsThere(wanted: readonly WantedLimit[], volumeTypes: VolumeTypeIds): QuotaEntry[] {
  const names = new Map(Object.entries(volumeTypes).map(([name, id]) => [id, name]));
  return wanted.flatMap(({ service, name, label, value, ofType }): QuotaEntry[] => {
    if (ofType === undefined) return [{ service, name, label, value }];
    const type = names.get(ofType.id);
    const own = `${ofType.limited}_${type}`;
    return type === undefined ? [] : [{ service, name: own, label: `${service} ${own}`, value }];
  });
}

/** A volume type that moves, is mapped or renamed has its twin's name; else the one of the same name is meant. */
function onDestination(
  { volumeTypes }: OwnLimits,
  { destination: { quotaDefaults = {} }, find }: Lookup,
  { service, name }: Pick<QuotaEntry, 'service' | 'name'>,
): (Pick<WantedLimit, 'ofType'> & { readonly standard: number }) | undefined {
  const standard = quotaDefaults[service]?.[name];
  const type = limitOfType({ service, name }, volumeTypes);
  const twinId = type && find('volume-type', type.id);
  if (type !== undefined && twinId !== undefined) {
    return { standard: standard ?? -1, ofType: { limited: type.limited, id: twinId } };
  }
  return standard === undefined ? undefined : { standard };
}

/** Every limit that the source knows, with the number that holds where nothing is set. */
function allEntries({ set, defaults }: OwnLimits): QuotaEntry[] {
  const both = quotaServices.map((service) => [service, { ...set[service], ...defaults[service] }] as const);
  return quotaEntries(Object.fromEntries(both));
}
