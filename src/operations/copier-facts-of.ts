import { Problem } from '../base/problem.ts';
import { openRbdFinder, type RbdFinder } from '../copy/rbd-finder.ts';
import type { Cloud } from '../openstack/cloud.ts';
import type { PoolRoom } from '../openstack/pools.ts';
import type { CephFacts, CopierFacts, CopierWish } from '../plan/copier-facts.ts';
import type { Resource } from '../resources/kind.ts';
import { volumeSchema } from '../resources/volume-from-answer.ts';
import { fetchFactsOf } from './fetch-facts-of.ts';
import { type ImagesToCopy, imageFactsOf } from './image-facts-of.ts';
import type { Pair } from './open-pair.ts';

/** What a plan may copy, in resources of the source. */
export interface DisksToCopy extends ImagesToCopy {
  readonly volumes: readonly Resource[];
}

/** What is seen of ways past us and Glance; nothing is asked of clusters when they are not needed. */
export async function copierFactsOf(
  pair: Pair,
  wish: CopierWish,
  { volumes, ...images }: DisksToCopy,
  pools: readonly PoolRoom[],
): Promise<CopierFacts | undefined> {
  if (volumes.length + images.images.length + images.servers.length === 0 || wish === 'glance') return undefined;
  const { source, destination } = pair;
  const isUseless = [source, destination].some(({ config }) => config.ceph === undefined);
  const fetching = images.images.length === 0 ? undefined : await fetchFactsOf(pair, wish);
  if (wish !== 'rbd' && isUseless && fetching === undefined) return undefined;
  const [from, to] = await Promise.all([
    factsOf(source, async (finder) => ({ volumeIds: await volumesIn(finder, volumes) })),
    factsOf(destination, async (finder) => ({ backEnds: await backEndsIn(finder, pools) })),
  ]);
  const facts = { wish, source: from, destination: to, fetching };
  if (from.state !== 'there' || to.state !== 'there') return facts;
  return { ...facts, images: await imageFactsOf(pair, images) };
}

async function factsOf(
  { name: cloud, config: { ceph } }: Cloud,
  look: (finder: RbdFinder) => Promise<Partial<CephFacts>>,
): Promise<CephFacts> {
  const none = { cloud, volumeIds: new Set<string>(), backEnds: new Map<string, boolean>() };
  if (ceph === undefined) return { ...none, state: 'absent' };
  try {
    return { ...none, state: 'there', ...(await look(openRbdFinder(ceph))) };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    return { ...none, state: 'silent', why: problem.detail ?? problem.message };
  }
}

async function volumesIn(finder: RbdFinder, volumes: readonly Resource[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (const { id, host, nameId } of volumes.map((one) => volumeSchema.parse(one))) {
    if (host !== undefined && (await finder.find({ id, host, nameId })) !== undefined) found.add(id);
  }
  return found;
}

/** Of several pools of one back end all must be in Ceph. */
async function backEndsIn(finder: RbdFinder, pools: readonly PoolRoom[]): Promise<ReadonlyMap<string, boolean>> {
  const found = new Map<string, boolean>();
  for (const { name, backEnd = name } of pools) {
    found.set(backEnd, (found.get(backEnd) ?? true) && (await finder.hasPool(name)));
  }
  return found;
}
