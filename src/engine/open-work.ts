import { limits } from '../base/limits.ts';
import type { CopyBounds } from '../copy/copy-bounds.ts';
import { openThrottle } from '../copy/throttle.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { openGate } from '../openstack/gate.ts';
import type { Plan } from '../plan/plan.ts';
import { twinLookup } from '../plan/twin-lookup.ts';
import { addEvent } from '../store/events.ts';
import type { Store } from '../store/store.ts';
import { forgetTwin, listTwins, recordTwin } from '../store/twins.ts';
import { openCutovers } from './cutovers.ts';
import type { Halt } from './halt.ts';
import type { Work } from './work.ts';

export interface WorkParts {
  readonly plan: Plan;
  readonly source: Cloud;
  readonly destination: Cloud;
  readonly store: Store;
  readonly isUndoing: boolean;
  readonly halt: Halt;
  readonly copyBounds?: CopyBounds | undefined;
}

/** Gathers what the steps of a run share: the twins noted so far, and those that the plan found. */
export async function openWork({
  plan,
  source,
  destination,
  store,
  isUndoing,
  halt,
  copyBounds = {},
}: WorkParts): Promise<Work> {
  const runId = plan.id;
  const twins = new Map<string, string>();
  for (const { kind, sourceId, destinationId } of await listTwins(store, runId)) {
    twins.set(`${kind}/${sourceId}`, destinationId);
  }
  for (const { kind, id, name, twinId, action } of plan.resources) {
    const key = `${kind}/${id}`;
    // A twin that we began and did not finish is ours to finish: its node will note it as created.
    if (isUndoing || twinId === undefined || twins.has(key) || action === 'conflict' || action === 'create') continue;
    await recordTwin(store, runId, { kind, sourceId: id, name, destinationId: twinId, origin: 'adopted' });
    twins.set(key, twinId);
  }
  return {
    runId,
    isUndoing,
    plan,
    source,
    destination,
    store,
    halt,
    cutovers: openCutovers(store, plan, plan.serversAtOnce ?? limits.serversAtOnce[plan.choices.disk]),
    lane: openGate(copyBounds.copiesAtOnce ?? limits.imageCopiesAtOnce, copyBounds.copiesOfOneHost),
    throttle: copyBounds.bytesPerSecond === undefined ? undefined : openThrottle(copyBounds.bytesPerSecond),
    lookup: twinLookup(twins, plan.choices, plan.capabilities),
    isTaken(kind, sourceId, destinationId) {
      const isOther = (key: string): boolean => key.startsWith(`${kind}/`) && key !== `${kind}/${sourceId}`;
      return [...twins].some(([key, id]) => id === destinationId && isOther(key));
    },
    async noteTwin(twin) {
      await recordTwin(store, runId, twin);
      twins.set(`${twin.kind}/${twin.sourceId}`, twin.destinationId);
    },
    async forgetTwin(kind, sourceId) {
      await forgetTwin(store, runId, kind, sourceId);
      twins.delete(`${kind}/${sourceId}`);
    },
    tell: (event) => addEvent(store, runId, event),
  };
}
