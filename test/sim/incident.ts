import type { Random } from '../../sim/cloud/random.ts';
import type { SimCloud } from '../../sim/cloud/sim-cloud.ts';
import type { Tap } from '../../sim/cloud/tap.ts';
import { dumpState } from '../../sim/cloud/dump-state.ts';
import type { Dumps } from './checks/dumps.ts';
import type { Wanted } from './checks/wanted.ts';
import { type Change, sourceChanges } from './source-changes.ts';
import type { PlannedWorld } from './planned-world.ts';
import { takeQuota } from './take-quota.ts';

/** What people do to the clouds during a run, by the names that docs/reliability.md counts it under. */
export const incidentNames = [
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
  const name = chance.pick([undefined, undefined, ...incidentNames]);
  if (name === undefined) return undefined;
  if (name === 'quota taken by someone else') return quotaIncident(planned, chance);
  const changes = sourceChanges(planned).filter(({ isDeletion }) => isDeletion === name.endsWith('deleted'));
  const change = changes[chance.below(changes.length)];
  return change === undefined ? undefined : sourceIncident(planned, name, change);
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

/**
 * Right before the first write on the destination, when the run has begun and nothing of the resource is there: it
 * must be reported and have no twin, all else moves, and the source keeps what people made of it.
 */
function sourceIncident(planned: PlannedWorld, name: IncidentName, change: Change): Incident {
  const { before, wanted, movedServerIds, world } = planned;
  const { source, destination } = world.pair;
  const { kind, id } = change;
  let changed: Dumps | undefined;
  const tap: Tap = {
    before({ writeNumber }) {
      if (writeNumber === undefined || changed !== undefined) return undefined;
      change.apply();
      changed = { ...before, source: dumpState(source) };
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
