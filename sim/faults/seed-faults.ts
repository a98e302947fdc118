import { openRandom, type Random } from '../cloud/random.ts';
import type { BackgroundWork, Fate, SimCloud } from '../cloud/sim-cloud.ts';
import type { Disruption, Tap, Tapped } from '../cloud/tap.ts';

/** What can go wrong, by the names that docs/reliability.md counts them under. */
export const faultNames = [
  'answer lost',
  'request lost',
  'answer truncated',
  'upload broken',
  'answer slow',
  '500',
  '502 after the change',
  '503',
  '429 with Retry-After',
  'answer after the time limit',
  'token ended',
  'token revoked by a role change',
  'server stuck in BUILD',
  'server ERROR after BUILD',
  'snapshot stuck in saving',
  'snapshot failed',
  'volume stuck in creating',
  'volume ERROR after creating',
  'volume stuck in uploading',
  'upload of a volume failed',
  'image stuck in importing',
  'image import failed',
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
      const isOfBytes = bytesPath.test(request.path);
      if (!chance.isTrue(isOfBytes ? options.rate * bytesTimes : options.rate)) return undefined;
      const fault = chance.pick(isOfBytes ? bytesFaults(request) : faultsOf(request));
      options.onFault?.(fault);
      if (fault === 'token ended') endTokens(cloud);
      chosen.set(request, fault);
      return disruptionBefore(fault);
    },
    after(request) {
      const fault = chosen.get(request);
      if (fault === 'token revoked by a role change') revokeTokens(cloud, chanceFor(fault));
      return fault === undefined ? undefined : disruptionAfter(fault);
    },
  };
}

type WorkFault = `${'server' | 'snapshot' | 'volume' | 'upload of a' | 'image'} ${string}`;
type RequestFault = Exclude<FaultName, WorkFault>;

const readFaults: readonly [RequestFault, ...RequestFault[]] = [
  'answer lost',
  'request lost',
  'answer truncated',
  'answer slow',
  '500',
  '503',
  '429 with Retry-After',
  'token ended',
  'token revoked by a role change',
];
const writeFaults: typeof readFaults = [
  ...readFaults,
  'answer lost',
  '502 after the change',
  'answer after the time limit',
];

/** Requests that carry the bytes of an image: few among all, and the longest, so that more happens to them. */
const bytesPath = /^\/image\/v2\/images\/[^/]+\/file$/;
const bytesTimes = 5;

function faultsOf({ writeNumber }: Tapped): typeof readFaults {
  return writeNumber === undefined ? readFaults : writeFaults;
}

/** One in two breaks in the middle. */
function bytesFaults(request: Tapped): typeof readFaults {
  const faults = faultsOf(request);
  const inTheMiddle = request.writeNumber === undefined ? 'answer truncated' : 'upload broken';
  return [inTheMiddle, ...faults.map(() => inTheMiddle), ...faults];
}

const slowMs = 300;
/** Longer than the program waits for an answer, at whatever pace. */
const lateMs = 7_000;
const shortWait = { 'retry-after': '1' };

function disruptionBefore(fault: RequestFault): Disruption | undefined {
  if (fault === 'request lost') return { type: 'cut' };
  if (fault === 'upload broken') return { type: 'break-upload' };
  if (fault === '500') return { type: 'answer', status: 500 };
  if (fault === '503') return { type: 'answer', status: 503 };
  if (fault === '429 with Retry-After') return { type: 'answer', status: 429, headers: shortWait };
  return fault === 'token ended' ? { type: 'answer', status: 401 } : undefined;
}

function disruptionAfter(fault: FaultName): Disruption | undefined {
  if (fault === 'answer lost') return { type: 'cut' };
  if (fault === 'answer truncated') return { type: 'truncate' };
  if (fault === 'answer after the time limit') return { type: 'wait', durationMs: lateMs };
  if (fault === 'answer slow') return { type: 'wait', durationMs: slowMs };
  return fault === '502 after the change' ? { type: 'answer', status: 502 } : undefined;
}

/** What it is called when work hangs, and when it fails. */
const fates: Readonly<Record<BackgroundWork, readonly [stuck: FaultName, failed: FaultName]>> = {
  'server-build': ['server stuck in BUILD', 'server ERROR after BUILD'],
  'server-snapshot': ['snapshot stuck in saving', 'snapshot failed'],
  'volume-create': ['volume stuck in creating', 'volume ERROR after creating'],
  'volume-upload': ['volume stuck in uploading', 'upload of a volume failed'],
  'image-import': ['image stuck in importing', 'image import failed'],
};

function fateOf(work: BackgroundWork, chance: Random, { onFault }: FaultOptions): Fate {
  // A volume that hangs takes its time: fewer do.
  const isStuck = chance.isTrue(work.startsWith('volume') ? 0.25 : 0.5);
  const [stuck, failed] = fates[work];
  onFault?.(isStuck ? stuck : failed);
  return isStuck ? 'stuck' : 'error';
}

/** A Keystone that keeps its keys in memory was restarted. */
function endTokens({ state }: SimCloud): void {
  for (const token of state.tokens.list()) token.isRevoked = true;
}

/** The roles of one user changed: Keystone revokes all tokens of theirs, and the next requests find out. */
function revokeTokens({ state }: SimCloud, chance: Random): void {
  const valid = state.tokens.where(({ isRevoked }) => !isRevoked);
  const { userId } = valid[chance.below(valid.length)] ?? {};
  for (const token of valid) if (token.userId === userId) token.isRevoked = true;
}

/** The path without its ids and query: the same for the same request to another thing. */
function routeOf(path: string): string {
  return (path.split('?')[0] ?? path).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}/g, '{id}');
}
