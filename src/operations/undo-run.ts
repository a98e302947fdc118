import { carryOutUndo, type NodeStates } from '../engine/carry-out.ts';
import type { Plan } from '../plan/plan.ts';
import type { Store } from '../store/store.ts';
import { dropWish } from '../store/wishes.ts';
import type { Pair } from './open-pair.ts';
import { busyProblem, refuseOtherClouds } from './run-plan.ts';

/**
 * Deletes what the run created on the destination and starts at the source again what it stopped. What was adopted
 * stays. What was written on the destination's servers since is lost. May be repeated.
 */
export async function undoRun(pair: Pair, store: Store, plan: Plan): Promise<NodeStates> {
  await refuseOtherClouds(pair, plan);
  const outcome = await store.alone(plan.id, async () => {
    // Who undoes it wishes that now, whatever was wished before.
    await dropWish(store, plan.id);
    return await carryOutUndo({ plan, source: pair.source, destination: pair.destination, store });
  });
  if (outcome === undefined) throw busyProblem(plan.id);
  return outcome;
}
