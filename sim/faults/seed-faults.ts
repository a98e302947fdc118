import { openRandom, type Random } from '../cloud/random.ts';
import type { Fate, SimCloud } from '../cloud/sim-cloud.ts';
import type { Disruption, Tap, Tapped } from '../cloud/tap.ts';

/** What can go wrong, by the names that docs/reliability.md counts them under. */
export const faultNames = [
  'answer lost',
  'request lost',
  'answer truncated',
  'answer slow',
  '500',
  '502 after the change',
  '503',
  '429 with Retry-After',
  'token ended',
  'server stuck in BUILD',
  'server ERROR after BUILD',
  'snapshot stuck in saving',
  'snapshot failed',
] as const;
export type FaultName = (typeof faultNames)[number];

export interface FaultOptions {
  readonly seed: number | string;
  /** The share of requests that something happens to: 0.02 for one in fifty. */
  readonly rate: number;
  /** Called for every fault that happens. */
  readonly onFault?: (name: FaultName) => void;
}

/**
 * Lets things go wrong at a cloud by chance. A fault depends on the seed, the request and how often the same request
 * came before, so that the same seed disturbs the same requests, whatever comes between them.
 */
export function seedFaults(cloud: SimCloud, options: FaultOptions): Tap {
  const counts = new Map<string, number>();
  const chosen = new WeakMap<Tapped, FaultName>();
  const chanceFor = (what: string): Random => {
    const count = (counts.get(what) ?? 0) + 1;
    counts.set(what, count);
    return openRandom(options.seed, cloud.name, what, count);
  };
  cloud.fate = (work, name) => {
    const chance = chanceFor(`${work} ${name}`);
    if (!chance.isTrue(options.rate * 5)) return undefined;
    return fateOf(work, chance, options);
  };
  return {
    before(request) {
      const chance = chanceFor(`${request.method} ${routeOf(request.path)}`);
      if (!chance.isTrue(options.rate)) return undefined;
      const fault = chance.pick(request.writeNumber === undefined ? readFaults : writeFaults);
      options.onFault?.(fault);
      if (fault === 'token ended') endTokens(cloud);
      chosen.set(request, fault);
      return disruptionBefore(fault);
    },
    after(request) {
      const fault = chosen.get(request);
      return fault === undefined ? undefined : disruptionAfter(fault);
    },
  };
}

type RequestFault = Exclude<FaultName, `server ${string}` | `snapshot ${string}`>;

const readFaults: readonly [RequestFault, ...RequestFault[]] = [
  'answer lost',
  'request lost',
  'answer truncated',
  'answer slow',
  '500',
  '503',
  '429 with Retry-After',
  'token ended',
];
const writeFaults: typeof readFaults = [...readFaults, 'answer lost', '502 after the change'];

const slowMs = 300;
const shortWait = { 'retry-after': '1' };

function disruptionBefore(fault: RequestFault): Disruption | undefined {
  if (fault === 'request lost') return { type: 'cut' };
  if (fault === '500') return { type: 'answer', status: 500 };
  if (fault === '503') return { type: 'answer', status: 503 };
  if (fault === '429 with Retry-After') return { type: 'answer', status: 429, headers: shortWait };
  return fault === 'token ended' ? { type: 'answer', status: 401 } : undefined;
}

function disruptionAfter(fault: FaultName): Disruption | undefined {
  if (fault === 'answer lost') return { type: 'cut' };
  if (fault === 'answer truncated') return { type: 'truncate' };
  if (fault === 'answer slow') return { type: 'wait', durationMs: slowMs };
  return fault === '502 after the change' ? { type: 'answer', status: 502 } : undefined;
}

function fateOf(work: Parameters<SimCloud['fate']>[0], chance: Random, { onFault }: FaultOptions): Fate {
  const isStuck = chance.isTrue(0.5);
  const [stuck, failed]: readonly [FaultName, FaultName] =
    work === 'server-build'
      ? ['server stuck in BUILD', 'server ERROR after BUILD']
      : ['snapshot stuck in saving', 'snapshot failed'];
  onFault?.(isStuck ? stuck : failed);
  return isStuck ? 'stuck' : 'error';
}

/** As after a change of roles, or a restart of a Keystone that keeps its keys in memory. */
function endTokens({ state }: SimCloud): void {
  for (const token of state.tokens.list()) token.isRevoked = true;
}

/** The path without its ids and query: the same for the same request to another thing. */
function routeOf(path: string): string {
  return (path.split('?')[0] ?? path).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}/g, '{id}');
}
