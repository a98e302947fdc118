import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import { plural } from '../base/units.ts';
import type { Resource } from '../resources/kind.ts';
import type { PoolRoom } from '../openstack/pools.ts';
import type { Decision } from './decide.ts';
import { type Creation } from './demand.ts';
import { amount, type RoomLine, unequal } from './room-line.ts';

/** What Cinder takes of a pool for one volume. */
export interface VolumeDemand {
  readonly id: string;
  readonly name: string;
  readonly sizeGiB: number;
  /** What its type is called on the destination; undefined for the one that is the default there. */
  readonly typeName: string | undefined;
  /** The back end that its type asks for; any one when undefined. */
  readonly backEnd: string | undefined;
}

const volumePart = z.looseObject({ sizeGiB: z.number(), typeId: z.string().optional() });
const typePart = z.looseObject({ name: z.string(), extraSpecs: z.record(z.string(), z.string()) });

/** Pure: the volumes to create, with the back ends that their types ask for on the destination. */
export function volumeDemands(
  creations: readonly Creation[],
  decisions: readonly Decision[],
  there: readonly Resource[],
): VolumeDemand[] {
  const typeOf = (typeId: string | undefined): z.infer<typeof typePart> | undefined => {
    const type = decisions.find(({ chosen }) => chosen.kind === 'volume-type' && chosen.resource.id === typeId);
    const twin = there.find(({ id }) => id === type?.twinId) ?? type?.chosen.resource;
    return twin === undefined ? undefined : typePart.parse(twin);
  };
  return creations
    .filter(({ chosen }) => chosen.kind === 'volume')
    .map(({ chosen: { resource, name } }) => {
      const { sizeGiB, typeId } = volumePart.parse(resource);
      const type = typeOf(typeId);
      const backEnd = type?.extraSpecs['volume_backend_name'];
      return { id: resource.id, name, sizeGiB, typeName: type?.name, backEnd };
    });
}

/** Pure: what the volumes take of each back end, and what is left there; none where a pool tells no number. */
export function poolLines(volumes: readonly VolumeDemand[], pools: readonly PoolRoom[]): RoomLine[] {
  return needsOf(volumes, pools).filter(({ free }) => Number.isFinite(free));
}

/** Pure: what does not fit into the pools, in sum or one by one. */
export function poolFindings(volumes: readonly VolumeDemand[], pools: readonly PoolRoom[], place: string): Finding[] {
  const cure =
    'Choose fewer volumes with --exclude, map their type to another one (--map volume-type:A=B), or make room.';
  const blocker = { severity: 'blocker', stopsAll: true, rule: 'capacity-volumes', cure } as const;
  const sums = needsOf(volumes, pools).filter(({ needed, free }) => needed > free);
  if (sums.length > 0) {
    return sums.map((need) => {
      const [wanted, free] = unequal(need, need.needed, need.free);
      return { ...blocker, summary: `the volumes need ${wanted} of ${need.where}; free on ${place}: ${free}` };
    });
  }
  const left = unplaced(volumes, pools);
  if (left.length === 0) return [];
  const summary = `the pools of ${place} have room enough in sum, but ${plural(left.length, 'volume')} would find none`;
  const detail = left.map(({ name, sizeGiB }) => `${name} (${amount({ unit: 'GiB' }, sizeGiB)})`).join(', ');
  return [{ ...blocker, summary, detail }];
}

/** Pools that may take it. A back end that is not there is told with the volume type. */
function poolsFor({ backEnd }: Pick<VolumeDemand, 'backEnd'>, pools: readonly PoolRoom[]): readonly PoolRoom[] {
  const own = pools.filter((pool) => pool.backEnd === backEnd);
  return own.length === 0 ? pools : own;
}

function needsOf(volumes: readonly VolumeDemand[], pools: readonly PoolRoom[]): RoomLine[] {
  if (pools.length === 0) return [];
  return [...Map.groupBy(volumes, ({ backEnd }) => backEnd)].map(([backEnd, own]) => ({
    what: 'volumes',
    where: backEnd === undefined ? 'back ends' : `back end ${backEnd}`,
    needed: own.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0),
    free: poolsFor({ backEnd }, pools).reduce((sum, { freeGiB }) => sum + freeGiB, 0),
    unit: 'GiB',
  }));
}

/** The largest first, each where most is free. */
function unplaced(volumes: readonly VolumeDemand[], pools: readonly PoolRoom[]): VolumeDemand[] {
  if (pools.length === 0) return [];
  const free = new Map(pools.map(({ name, freeGiB }) => [name, freeGiB]));
  const left = (pool: PoolRoom): number => free.get(pool.name) ?? 0;
  return volumes
    .toSorted((a, b) => b.sizeGiB - a.sizeGiB)
    .filter((volume) => {
      const [widest] = poolsFor(volume, pools).toSorted((a, b) => left(b) - left(a));
      if (widest === undefined || left(widest) < volume.sizeGiB) return true;
      free.set(widest.name, left(widest) - volume.sizeGiB);
      return false;
    });
}
