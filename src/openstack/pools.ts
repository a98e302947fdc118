import { z } from 'zod';
import { getJson } from './calls.ts';
import type { Cloud } from './cloud.ts';

/** A pool in which Cinder makes volumes. */
export interface PoolRoom {
  readonly name: string;
  /** What volume types ask for with `volume_backend_name`. */
  readonly backEnd: string | undefined;
  /** GiB that it still gives away; Infinity where it tells none. */
  readonly freeGiB: number;
}

/** GiB, or a word for what is not known. */
const amount = z.union([z.number(), z.string()]).nullish();

const capabilitiesSchema = z.looseObject({
  volume_backend_name: z.string().optional(),
  total_capacity_gb: amount,
  free_capacity_gb: amount,
  allocated_capacity_gb: amount,
  provisioned_capacity_gb: amount,
  reserved_percentage: z.coerce.number().catch(0),
  max_over_subscription_ratio: z.coerce.number().catch(1),
  thin_provisioning_support: z.boolean().catch(false),
});
type Capabilities = z.infer<typeof capabilitiesSchema>;

const poolsSchema = z.looseObject({
  pools: z.array(z.looseObject({ name: z.string(), capabilities: capabilitiesSchema })),
});

/** Cinder's pools with what each has left; an administrator's call. Throws a Problem when Cinder does not tell. */
export async function readPools(cloud: Cloud): Promise<PoolRoom[]> {
  const path = '/scheduler-stats/get_pools?detail=True';
  const { pools } = await getJson(cloud, 'block-storage', path, poolsSchema);
  return pools.map(({ name, capabilities }) => ({
    name,
    backEnd: capabilities.volume_backend_name,
    freeGiB: freeOf(capabilities),
  }));
}

/**
 * What Cinder's scheduler reckons with (cinder.utils.calculate_capacity_factors, which its CapacityFilter calls): a
 * thin pool gives away a multiple of what it has, whatever is written to it; another one what is free and not promised.
 */
function freeOf(pool: Capabilities): number {
  const [total, free] = [gibibytes(pool.total_capacity_gb), gibibytes(pool.free_capacity_gb)];
  if (total === undefined || free === undefined) return Number.POSITIVE_INFINITY;
  const provisioned = gibibytes(pool.provisioned_capacity_gb) ?? gibibytes(pool.allocated_capacity_gb) ?? 0;
  const available = total - Math.floor((total * pool.reserved_percentage) / 100);
  const isThin = pool.thin_provisioning_support && pool.max_over_subscription_ratio >= 1;
  const left = isThin ? available * pool.max_over_subscription_ratio - provisioned : available - provisioned;
  return Math.max(0, isThin ? left : Math.min(free, left));
}

/** `infinite` and `unknown` are no numbers. */
function gibibytes(value: z.infer<typeof amount>): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
