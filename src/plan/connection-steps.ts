import { kinds } from '../resources/all.ts';
import type { Decision } from './decide.ts';
import type { StepName } from './plan.ts';

/** The steps that join a twin to others once they are there. */
export function connectionSteps({ action, chosen }: Decision): StepName[] {
  // A server or volume is joined within its own itinerary, before it is verified.
  if (kinds[chosen.kind].category === 'workload') return [];
  const kind = kinds[chosen.kind];
  const hasNothing = kind.connect === undefined || kind.isConnected?.(chosen.resource) === true;
  return action !== 'create' || hasNothing ? [] : ['connect'];
}
