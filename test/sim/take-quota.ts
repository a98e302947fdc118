import type { Random } from '../../sim/cloud/random.ts';
import type { SimCloud } from '../../sim/cloud/sim-cloud.ts';
import type { Tap } from '../../sim/cloud/tap.ts';
import type { Dumps } from './checks/dumps.ts';

export interface TakenQuota {
  readonly tap: Tap;
  /** False where nothing needed it. */
  hasHappened(): boolean;
  /** The operator raises it again. */
  end(): void;
}

/** A limit, and the request for which it is needed. */
interface Limited {
  readonly service: 'network' | 'compute' | 'block-storage';
  readonly limit: string;
  readonly path: RegExp;
}

const limitedOnes: readonly [Limited, ...Limited[]] = [
  { service: 'network', limit: 'network', path: /\/networks$/ },
  { service: 'network', limit: 'router', path: /\/routers$/ },
  { service: 'network', limit: 'floatingip', path: /\/floatingips$/ },
  { service: 'compute', limit: 'instances', path: /\/servers$/ },
  { service: 'block-storage', limit: 'volumes', path: /\/volumes$/ },
];

/**
 * Somebody uses up a quota of every project that the run made, right before the first request that needs it. Until the
 * end nothing more of it can be made.
 */
export function takeQuota({ state }: SimCloud, before: Dumps, chance: Random): TakenQuota {
  const { service, limit, path } = chance.pick(limitedOnes);
  const former = new Map<string, Readonly<Record<string, number>> | undefined>();
  let hasHappened = false;
  let isOver = false;
  return {
    tap: {
      before(request) {
        const isNeeding = request.method === 'POST' && request.service === service && path.test(request.path);
        if (isOver || hasHappened || !isNeeding) return undefined;
        hasHappened = true;
        for (const { id } of state.projects.where((one) => !(one.id in (before.destination['projects'] ?? {})))) {
          const key = `${service}/${id}`;
          const limits = state.quotas.get(key)?.limits;
          former.set(key, limits);
          state.quotas.put({ id: key, limits: { ...limits, [limit]: 0 } });
        }
        return undefined;
      },
    },
    hasHappened: () => hasHappened,
    end() {
      isOver = true;
      for (const [key, limits] of former) {
        const now = state.quotas.get(key)?.limits;
        // The run may have set it to what it is at the source.
        if (now?.[limit] !== 0) continue;
        const { [limit]: _taken, ...others } = now;
        const left = limits?.[limit] === undefined ? others : { ...others, [limit]: limits[limit] };
        if (Object.keys(left).length === 0) state.quotas.remove(key);
        else state.quotas.put({ id: key, limits: left });
      }
      former.clear();
    },
  };
}
