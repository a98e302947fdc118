import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { withWaits } from '../openstack/gate.ts';
import type { RunStep } from './run-step.ts';
import { steps } from './steps/steps.ts';
import type { Task } from './work.ts';

/** How a step ended: well, with a paragraph for people, or not at all since the run is cancelled. */
export interface StepOutcome {
  readonly problem?: string;
  readonly isCancelled?: true;
}

/**
 * Carries out one step, again when its Problem says that this may help: each step may be repeated. Problems become
 * outcomes, so that one resource's failure leaves the others running; anything else is a bug and crashes. A pause holds
 * it before it begins, or breaks it off and has it begin anew.
 */
export async function attemptStep(task: Task, name: RunStep): Promise<StepOutcome> {
  const { work, planned } = task;
  const about = { kind: planned.kind, resourceId: planned.id, name: planned.name, step: name };
  const message = `${name} ${planned.kind} ${planned.name}`;
  if (!(await work.halt.mayBegin(task, name, false))) return { isCancelled: true };
  let startedMs = Date.now();
  let queuedMs = 0;
  await work.tell({ type: 'begun', message, ...about });
  for (let tried = 1; ; ) {
    const { value: problem, queuedMs: waited } = await withWaits(() => problemOf(task, name));
    queuedMs += waited;
    const durationMs = Date.now() - startedMs;
    if (problem === undefined) {
      await work.tell({ type: 'done', message, durationMs, queuedMs, ...about });
      return {};
    }
    const words = problem.paragraph();
    if (work.halt.isToHold(task, name)) {
      await work.tell({ type: 'held', message: 'broken off, as the run is to hold', durationMs, ...about });
      if (!(await work.halt.mayBegin(task, name, true))) return { isCancelled: true };
      startedMs = Date.now() - durationMs;
      await work.tell({ type: 'begun', message, ...about });
      continue;
    }
    const isHopeless = problem.remedy === 'ask' || problem.remedy === 'stop';
    if (isHopeless || tried >= limits.stepTries) {
      await work.tell({ type: 'failed', message: words, durationMs, ...about });
      return { problem: words };
    }
    await work.tell({ type: 'note', message: `${words} Trying again (${tried} of ${limits.stepTries}).`, ...about });
    await work.halt.rest(Math.min(limits.retryDelayMs * 2 ** tried, limits.retryDelayMaxMs));
    tried += 1;
  }
}

async function problemOf(task: Task, name: RunStep): Promise<Problem | undefined> {
  try {
    await task.work.halt.during(task, name, (signal) => steps[name]({ ...task, signal }));
    return undefined;
  } catch (problem) {
    if (problem instanceof Problem) return problem;
    throw problem;
  }
}
