import { assert } from '../base/assert.ts';
import type { Work } from './work.ts';

/** Runs of this process by id: a workflow finds its clouds and its plan here, also when it is taken up after a kill. */
const works = new Map<string, Work>();

export function holdWork(work: Work): void {
  works.set(work.runId, work);
}

export function workOf(runId: string): Work {
  const work = works.get(runId);
  assert(work !== undefined, `run ${runId} was taken up by a process that does not hold it`);
  return work;
}
