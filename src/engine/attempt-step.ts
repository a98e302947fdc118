import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { withWaits } from '../openstack/gate.ts';
import { sleep } from '../openstack/retry.ts';
import type { RunStep } from './run-step.ts';
import { steps } from './steps/steps.ts';
import type { Task } from './work.ts';

/** How a step ended: well, or with a paragraph for people. */
export interface StepOutcome {
  readonly problem?: string;
}

/**
 * Carries out one step, again when its Problem says that this may help: each step may be repeated. Problems become
 * outcomes, so that one resource's failure leaves the others running; anything else is a bug and crashes.
 */
export async function attemptStep(task: Task, name: RunStep): Promise<StepOutcome> {
  const { work, planned } = task;
  const about = { kind: planned.kind, resourceId: planned.id, name: planned.name, step: name };
  const startedMs = Date.now();
  let queuedMs = 0;
  await work.tell({ type: 'begun', message: `${name} ${planned.kind} ${planned.name}`, ...about });
  for (let tried = 1; ; tried += 1) {
    const { value: problem, queuedMs: waited } = await withWaits(() => problemOf(() => steps[name](task)));
    queuedMs += waited;
    const durationMs = Date.now() - startedMs;
    if (problem === undefined) {
      await work.tell({
        type: 'done',
        message: `${name} ${planned.kind} ${planned.name}`,
        durationMs,
        queuedMs,
        ...about,
      });
      return {};
    }
    const words = problem.paragraph();
    const isHopeless = problem.remedy === 'ask' || problem.remedy === 'stop';
    if (isHopeless || tried >= limits.stepTries) {
      await work.tell({ type: 'failed', message: words, durationMs, ...about });
      return { problem: words };
    }
    await work.tell({ type: 'note', message: `${words} Trying again (${tried} of ${limits.stepTries}).`, ...about });
    await sleep(Math.min(limits.retryDelayMs * 2 ** tried, limits.retryDelayMaxMs));
  }
}

async function problemOf(task: () => Promise<void>): Promise<Problem | undefined> {
  try {
    await task();
    return undefined;
  } catch (problem) {
    if (problem instanceof Problem) return problem;
    throw problem;
  }
}
