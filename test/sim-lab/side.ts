import type { Step } from './step.ts';

export type ServiceName = Step['service'];
export type CallerName = 'admin' | 'member' | 'nobody';

/** Where one caller finds the services, and how it names itself. */
export interface Caller {
  readonly token: string | undefined;
  readonly endpoints: Readonly<Record<ServiceName, string>>;
}

/** One of the two clouds that are compared. */
export interface Side {
  readonly name: 'lab' | 'sim';
  readonly callers: Readonly<Record<CallerName, Caller>>;
  /** Values that stand for `{name}` in the steps. */
  readonly kept: Map<string, string>;
  /** How often a step asks again, in milliseconds. */
  readonly pollMs: number;
  /** Takes away what the runner itself made; the scenario's leftovers have to be gone by then. */
  close(): Promise<void>;
}
