import type { Step } from './step.ts';

type More = Omit<Step, 'title' | 'service' | 'method' | 'path'>;

/** A call of Keystone. The words of a refusal are compared as well, where `refusal` asks for it. */
export function identityCall(method: Step['method'], path: string, title: string, more: More = {}): Step {
  return { title, service: 'identity', method, path, ...more };
}

/** The words of the refusal are the same. */
export const refusal = { same: ['error'] } as const;

/** A member's call that only an administrator may make. */
export const asMember = { as: 'member', ...refusal } as const;
