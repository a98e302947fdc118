import type { Random } from '../../sim/cloud/random.ts';
import type { SimCloud } from '../../sim/cloud/sim-cloud.ts';
import type { Tap } from '../../sim/cloud/tap.ts';
import { type Dump, dumpState } from '../../sim/cloud/dump-state.ts';
import { isSameJson } from '../../src/base/json.ts';
import { type Dumps, takeDumps } from './checks/dumps.ts';
import { findTwins } from './checks/twin-map.ts';
import { deleteTwin } from './delete-twin.ts';
import type { Wanted } from './checks/wanted.ts';
import { type Change, sourceChanges } from './source-changes.ts';
import type { PlannedWorld } from './planned-world.ts';
import { takeQuota } from './take-quota.ts';

/** What people do to the clouds during a run, by the names that docs/reliability.md counts it under. */
export const incidentNames = [
  'twin deleted on the destination',
  'quota taken by someone else',
  'resource of the source deleted',
  'resource of the source changed',
] as const;
export type IncidentName = (typeof incidentNames)[number];

/** Something that people do to the clouds during a run, and what of the migration must hold all the same. */
export interface Incident {
  readonly name: IncidentName;
  /** Sees the requests of the run until it happens. */
  readonly tap: (cloud: SimCloud) => Tap;
  /** False where the run never came to it. */
  hasHappened(): boolean;
  /** It is over: a quota is raised again. What was deleted or changed stays so. */
  end(): void;
  /** What is wanted now, and both clouds as they would be without the run. */
  outlook(): Outlook;
}

export interface Outlook {
  readonly before: Dumps;
  readonly wanted: readonly Wanted[];
  readonly movedServerIds: ReadonlySet<string>;
  /** What the run has to report as not moved, and why it ends with 4. */
  readonly failed: Wanted | undefined;
}

/** By chance, or not at all where the project has nothing that it could happen to. */
export function chooseIncident(planned: PlannedWorld, chance: Random): Incident | undefined {
  const name = chance.pick([undefined, ...incidentNames]);
  if (name === undefined) return undefined;
  if (name === 'twin deleted on the destination') return twinIncident(planned, chance);
  if (name === 'quota taken by someone else') return quotaIncident(planned, chance);
  const changes = sourceChanges(planned).filter(({ isDeletion }) => isDeletion === name.endsWith('deleted'));
  const change = changes[chance.below(changes.length)];
  if (change === undefined) return undefined;
  return sourceIncident(planned, name, { change, fromWrite: chance.isTrue(0.3) ? 1 : 1 + chance.below(latestWrite) });
}

/** Nothing of it stays: once the quota is raised, the same command moves all. */
function quotaIncident(planned: PlannedWorld, chance: Random): Incident {
  const { before, wanted, movedServerIds, world } = planned;
  const taken = takeQuota(world.pair.destination, before, chance);
  return {
    name: 'quota taken by someone else',
    tap: (cloud) => (cloud === world.pair.destination ? taken.tap : {}),
    hasHappened: taken.hasHappened,
    end: taken.end,
    outlook: () => ({ before, wanted, movedServerIds, failed: undefined }),
  };
}

/** The same command makes it again, also in calm. */
function twinIncident(planned: PlannedWorld, chance: Random): Incident {
  const { before, wanted, movedServerIds, world } = planned;
  const { tap, hasHappened } = deleteTwin(world.pair.destination, before, chance.pick(['keypair', 'port']));
  return {
    name: 'twin deleted on the destination',
    tap: (cloud) => (cloud === world.pair.destination ? tap : {}),
    hasHappened,
    end: () => undefined,
    outlook: () => ({ before, wanted, movedServerIds, failed: undefined }),
  };
}

/** Later than that, nearly all that anything waits for is there. */
const latestWrite = 40;

interface Timed {
  readonly change: Change;
  /** Right before which write on the destination, or a later one, the change comes. */
  readonly fromWrite: number;
}

/**
 * In the middle of the run, before the move of the resource begins: it must be reported and have no twin, all else
 * moves, and the source keeps what people made of it. That it has not begun is certain as long as something that it
 * waits for is not there; where that is there already, nothing happens.
 */
function sourceIncident(planned: PlannedWorld, name: IncidentName, { change, fromWrite }: Timed): Incident {
  const { before, wanted, movedServerIds, world } = planned;
  const { source, destination } = world.pair;
  const { kind, id, need } = change;
  let changed: Dumps | undefined;
  let isOver = false;
  const tap: Tap = {
    before({ writeNumber = 0 }) {
      if (isOver || writeNumber < fromWrite) return undefined;
      isOver = true;
      const now = takeDumps(world.pair);
      if (findTwins(before, now).twins(need.collection, need.id).length > 0) return undefined;
      change.apply();
      changed = { ...before, source: withChanges(before.source, now.source, dumpState(source)) };
      return undefined;
    },
  };
  return {
    name,
    tap: (cloud) => (cloud === destination ? tap : {}),
    hasHappened: () => changed !== undefined,
    end: () => undefined,
    outlook() {
      if (changed === undefined) return { before, wanted, movedServerIds, failed: undefined };
      return {
        before: changed,
        wanted: wanted.filter((one) => one.kind !== kind || one.id !== id),
        movedServerIds: new Set([...movedServerIds].filter((one) => one !== id)),
        failed: { kind, id },
      };
    },
  };
}

/** What people changed in between, and nothing of what the run had done at the source by then. */
function withChanges(before: Dump, was: Dump, is: Dump): Dump {
  return Object.fromEntries(
    Object.entries(before).map(([collection, records]) => {
      const [then = {}, now = {}] = [was[collection], is[collection]];
      const kept = Object.entries(records).filter(([id]) => id in now || !(id in then));
      return [
        collection,
        Object.fromEntries(
          kept.map(([id, record]) => [id, isSameJson(then[id], now[id]) ? record : (now[id] ?? record)]),
        ),
      ];
    }),
  );
}
