import { cleanUp, type Leftover } from './clean-up.ts';
import { fill, fillText } from './fill.ts';
import { partsAt } from './parts-at.ts';
import { type Answer, send } from './send.ts';
import type { Side } from './side.ts';
import type { Scenario, Step } from './step.ts';

/** What came of one step on one side. */
export interface Outcome {
  readonly answer: Answer;
  /** Distinct values of the `until` field in the order in which they were seen. */
  readonly states: readonly unknown[];
  /** Names of `keep` that the answer has no value for. */
  readonly missing: readonly string[];
}

const untilMs = 120_000;

/** Sends every step of a scenario to one side, one after the other, and takes away what is left of them. */
export async function playSteps(side: Side, { steps }: Scenario): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const leftovers: Leftover[] = [];
  try {
    for (const step of steps) {
      const outcome = await play(side, step);
      outcomes.push(outcome);
      leftovers.push(...leftoversOf(side, step, outcome));
      if (step.method === 'DELETE' && outcome.answer.status < 300) forget(leftovers, urlOf(side, step));
    }
  } finally {
    await cleanUp(side, leftovers.toReversed());
  }
  return outcomes;
}

async function play(side: Side, step: Step): Promise<Outcome> {
  const states: unknown[] = [];
  const endMs = Date.now() + untilMs;
  for (;;) {
    const answer = await sendStep(side, step);
    const state = step.until === undefined ? undefined : partsAt(answer.body, step.until.field)[0];
    if (step.until !== undefined && state !== states.at(-1)) states.push(state);
    const isThere = step.until === undefined || step.until.is.some((wanted) => wanted === state);
    if (isThere || answer.status >= 400 || Date.now() > endMs) {
      // What is gone at the first question has been seen to be gone.
      if (step.until !== undefined && states.length === 0) states.push(state);
      return kept(side, step, answer, states);
    }
    await side.wait();
  }
}

function urlOf(side: Side, { as = 'admin', service, path }: Step): string {
  return side.callers[as].endpoints[service] + fillText(path, side.kept);
}

function sendStep(side: Side, step: Step): Promise<Answer> {
  const { method, as = 'admin', body, contentType, microversion } = step;
  const url = urlOf(side, step);
  return send({ method, url, token: side.callers[as].token, body: fill(body, side.kept), contentType, microversion });
}

function kept(side: Side, { keep = {} }: Step, answer: Answer, states: readonly unknown[]): Outcome {
  const missing: string[] = [];
  for (const [name, path] of Object.entries(keep)) {
    const value = path.startsWith('headers.')
      ? answer.headers[path.slice('headers.'.length)]
      : partsAt(answer.body, path)[0];
    if (typeof value === 'string' || typeof value === 'number') side.kept.set(name, String(value));
    else missing.push(name);
  }
  return { answer, states, missing };
}

/** Where a thing that a step made may be deleted: below the collection, by a value that was kept of it. */
function leftoversOf(side: Side, step: Step, { answer }: Outcome): Leftover[] {
  if (step.method !== 'POST' || answer.status >= 300) return [];
  const [collection = ''] = urlOf(side, step).split('?');
  if (collection.endsWith('/action')) return [];
  const values = Object.keys(step.keep ?? {}).flatMap((name) => side.kept.get(name) ?? []);
  return values.map((value) => ({ url: `${collection}/${encodeURIComponent(value)}`, as: step.as ?? 'admin' }));
}

function forget(leftovers: Leftover[], url: string): void {
  const index = leftovers.findIndex((leftover) => leftover.url === url);
  if (index >= 0) leftovers.splice(index, 1);
}
