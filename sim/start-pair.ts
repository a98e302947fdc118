import { bootstrapBlockStorage } from './block-storage/bootstrap-block-storage.ts';
import { makeSimCloud, type SimCloud } from './cloud/sim-cloud.ts';
import { cloudsFile } from './clouds-file.ts';
import { bootstrapCompute } from './compute/bootstrap-compute.ts';
import { bootstrapCloud } from './identity/bootstrap-cloud.ts';
import { bootstrapNetwork } from './network/bootstrap-network.ts';
import { populate } from './population/populate.ts';
import type { Population } from './population/population.ts';
import { type ServedCloud, serveCloud } from './serve-cloud.ts';

export interface PairOptions {
  readonly seed: number | string;
  /** How many servers the source has; 2 when it is not said. */
  readonly servers?: number | undefined;
  /** How many times faster than a usual cloud both are. */
  readonly pace?: number | undefined;
  /** How far the destination's clock is ahead, in milliseconds. */
  readonly skewMs?: number | undefined;
  /** The source has no Neutron in its catalog: its Nova tells of networks, as in the time of nova-network. */
  readonly legacyNetwork?: boolean | undefined;
}

/** A populated source and an empty destination, both served by this process. */
export interface SimPair extends Population {
  readonly source: SimCloud;
  readonly destination: SimCloud;
  /** The text of a clouds.yaml that names both. */
  readonly cloudsFile: string;
  close(): Promise<void>;
}

/** Room for some four thousand routers and floating IPs; the two share no address. */
const externalCidrs = { source: '172.24.0.0/20', destination: '172.25.0.0/20' } as const;

/** Pairs of one seed are equal to the last id, but for their ports. */
export async function startPair(options: PairOptions): Promise<SimPair> {
  const { seed, servers = 2, pace, skewMs, legacyNetwork = false } = options;
  const served = await Promise.all([serve('source', { seed, pace }), serve('destination', { seed, pace, skewMs })]);
  const [{ cloud: source }, { cloud: destination }] = served;
  const close = async (): Promise<void> => {
    await Promise.all(served.map((each) => each.close()));
  };
  try {
    const population = await populate(source, { seed, servers });
    for (const { writes } of [source, destination]) writes.length = 0;
    source.hidesNeutron = legacyNetwork;
    return { source, destination, ...population, cloudsFile: cloudsFile([source, destination]), close };
  } catch (problem) {
    await close();
    throw problem;
  }
}

type ServeOptions = Pick<PairOptions, 'seed' | 'pace' | 'skewMs'>;

async function serve(name: 'source' | 'destination', options: ServeOptions): Promise<ServedCloud> {
  const cloud = makeSimCloud({ ...options, name, externalCidr: externalCidrs[name] });
  const served = await serveCloud(cloud);
  bootstrapCloud(cloud);
  bootstrapBlockStorage(cloud);
  bootstrapNetwork(cloud);
  bootstrapCompute(cloud);
  return served;
}
