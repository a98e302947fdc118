import { kinds } from '../resources/all.ts';
import type { Decision } from './decide.ts';
import type { StepName } from './plan.ts';

/** The steps that join a twin to others once they are there. */
export function connectionSteps({ action, chosen, reason }: Decision): StepName[] {
  const kind = kinds[chosen.kind];
  const isNew =
    action === 'create' ||
    (action === 'adopt' && kind.isBuiltIn?.(chosen.resource) === true && reason !== 'the same is there');
  if (!isNew || kind.connect === undefined || kind.isConnected?.(chosen.resource) === true) return [];
  return ['connect'];
}
