import type { Step } from '../work.ts';
import { twin } from './twin.ts';

/** Carries straight from cloud to cloud what no plan or store may hold. */
export const carry: Step = async (task) => {
  await task.kind.carry?.(task.passage, task.resource, await twin(task));
};
