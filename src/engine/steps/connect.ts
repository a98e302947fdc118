import type { Step } from '../work.ts';
import { twin } from './twin.ts';

/** Joins the twin to what it links to. */
export const connect: Step = async (task) => {
  await task.kind.connect?.(task.passage, task.resource, await twin(task));
};
