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
  readonly callers: Readonly<Record<CallerName, Caller>>;
  /** Values that stand for `{name}` in the steps. */
  readonly kept: Map<string, string>;
  /** Lets some time pass before a step asks again. */
  wait(): Promise<void>;
  /** Lets what is under way come to its end; a real cloud is only given some time for it. */
  rest(): Promise<void>;
  /** Takes away what the runner itself made; the scenario's leftovers have to be gone by then. */
  close(): Promise<void>;
}
