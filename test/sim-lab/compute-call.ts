import type { Step } from './step.ts';

type More = Omit<Step, 'title' | 'service' | 'method' | 'path'>;

/** A call of Nova at its newest microversion, unless `more` has another. */
export function computeCall(method: Step['method'], path: string, title: string, more: More = {}): Step {
  return { title, service: 'compute', method, path, microversion: 'compute 2.93', ...more };
}

/** The words of the refusal are the same. */
export const refusal = {
  same: ['badRequest', 'forbidden', 'itemNotFound', 'conflictingRequest', 'computeFault', 'overLimit'],
} as const;

/** A member's call that only an administrator may make. */
export const asMember = { as: 'member', ...refusal } as const;

/** The first microversion, which is also spoken to those that name none. */
export const oldest = { microversion: 'compute 2.1' } as const;
