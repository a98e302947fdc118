import { limits } from '../base/limits.ts';
import { isInWindow } from '../plan/cutover.ts';
import type { Plan } from '../plan/plan.ts';
import { type AskedCutovers, listCutovers } from '../store/cutovers.ts';
import type { Store } from '../store/store.ts';
import { listTouchedServers } from '../store/touched-servers.ts';

/** The gate before each server's downtime, and how many may be beyond it at once. */
export interface Cutovers {
  /** True when the server may be brought to rest now: it has a place then until it leaves. */
  mayPass(key: string, serverId: string): Promise<boolean>;
  leave(key: string): void;
}

interface Seen {
  readonly asked: AskedCutovers;
  /** One that rests already, with the one that it shares a volume with, waits for nothing. */
  readonly touched: ReadonlySet<string>;
}

/** All servers of a run ask often: the store is looked at once for all of them. */
export function openCutovers(store: Store, { id, cutover = {} }: Plan, atOnce: number): Cutovers {
  const beyond = new Set<string>();
  let looked = -Infinity;
  let looking: Promise<Seen> | undefined;
  const look = async (): Promise<Seen> => {
    const [asked, touched] = await Promise.all([listCutovers(store, id), listTouchedServers(store, id)]);
    return { asked, touched: new Set(touched) };
  };
  return {
    async mayPass(key, serverId) {
      if (looking === undefined || Date.now() - looked >= limits.eventPollMs) {
        looked = Date.now();
        looking = look();
      }
      const { asked, touched } = await looking;
      const isOpen = asked.isForAll || asked.serverIds.has(serverId) || isInWindow(cutover, new Date());
      const mayPass = touched.has(serverId) || (isOpen && beyond.size < atOnce);
      if (mayPass) beyond.add(key);
      return mayPass;
    },
    leave: (key) => void beyond.delete(key),
  };
}
