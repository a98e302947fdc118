import { type Clock, openClock } from './clock.ts';
import { openRandom, type Random } from './random.ts';
import { openState, type SimState } from './sim-state.ts';
import type { Tap } from './tap.ts';
import type { Write } from './write.ts';

/** What services do in the background. */
export type BackgroundWork = 'server-build' | 'server-snapshot' | 'volume-create' | 'volume-upload' | 'image-import';

/**
 * How the background work of a service ends: badly, or not at all. A volume that is stuck is reset by an operator after
 * more than an hour of the cloud's time.
 */
export type Fate = 'error' | 'stuck' | undefined;

export interface SimOptions {
  /** Also the name of its entry in clouds.yaml. */
  readonly name: string;
  /** The same seed gives the same ids. */
  readonly seed: number | string;
  /** How many times faster than a usual cloud its background work goes: 1 boots a server in about 3 s. */
  readonly pace?: number | undefined;
  /** How far its clock is ahead, in milliseconds. */
  readonly skewMs?: number | undefined;
  /** The range of its external network; the two clouds of a pair share none. */
  readonly externalCidr?: string | undefined;
}

/** A whole OpenStack cloud in this process: what its services know, and what a test may put in their way. */
export interface SimCloud {
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly state: SimState;
  readonly externalCidr: string;
  /** Every request that may change something, in the order of arrival. */
  readonly writes: Write[];
  /** Services that are in the catalog but not in this process; a test says where they are, and in another region. */
  readonly foreignServices: {
    readonly type: string;
    readonly name: string;
    readonly url: string;
    readonly region?: string;
  }[];
  /** A cloud whose Keystone gives tokens that this one's services take as well. */
  trusts: SimCloud | undefined;
  /** It has no Neutron in its catalog, and its Nova tells of networks as nova-network did. */
  hidesNeutron: boolean;
  /** Its Neutron gives names to addresses: the extension `dns-integration`. */
  hasDns: boolean;
  /** `http://127.0.0.1:port`, once it is served; the catalog names the services below it. */
  url: string;
  tap: Tap;
  /** What becomes of background work that begins now. */
  fate: (work: BackgroundWork, name: string) => Fate;
}

export function makeSimCloud(options: SimOptions): SimCloud {
  const { name, seed, pace = 1, skewMs = 0, externalCidr = '172.24.4.0/24' } = options;
  return {
    name,
    clock: openClock(pace, skewMs),
    random: openRandom(seed, name),
    state: openState(),
    externalCidr,
    writes: [],
    foreignServices: [],
    trusts: undefined,
    hidesNeutron: false,
    hasDns: false,
    url: '',
    tap: {},
    fate: () => undefined,
  };
}
