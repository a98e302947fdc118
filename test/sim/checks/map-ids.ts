import type { Dump } from '../../../sim/cloud/dump-state.ts';
import type { TwinMap } from './twin-map.ts';

/** What ids of the source become on the destination. */
export interface IdMap {
  /** All that is an id on the source. */
  readonly ids: ReadonlySet<string>;
  readonly twins: TwinMap;
}

export function makeIdMap(source: Dump, twins: TwinMap): IdMap {
  return { ids: new Set(Object.values(source).flatMap((records) => Object.keys(records))), twins };
}

/** Ids of the source become ids of the destination; what points at something that has no twin is left out. */
export function mapIds(value: unknown, map: IdMap): unknown {
  if (typeof value === 'string' && map.ids.has(value)) return map.twins.idOf(value);
  if (Array.isArray(value)) {
    return value.map((part) => mapIds(part, map)).filter((part) => part !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([name, part]) => [name, mapIds(part, map)] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}
