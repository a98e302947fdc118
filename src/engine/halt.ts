import type { KindName, Resource } from '../resources/kind.ts';
import type { RunStep } from './run-step.ts';

/** What of a task matters to a wish. */
export interface HaltedTask {
  readonly node: { readonly key: string };
  readonly planned: { readonly kind: KindName; readonly name: string };
  readonly resource: Resource;
  /** True for a server whose node begins when the one that it shares a volume with has moved. */
  readonly isFollower: boolean;
}

/**
 * Where the process at a run hears what is wished of it, and makes its steps heed that. Steps wait within themselves,
 * so that the order of what the engine records stays the same.
 */
export interface Halt {
  /** Waits while the step may not begin; false when it never will, since the run is cancelled. */
  mayBegin(task: HaltedTask, step: RunStep, isBegun: boolean): Promise<boolean>;
  /** Carries a step out; `signal` fires when it is to be broken off. */
  during(task: HaltedTask, step: RunStep, work: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** True while the step, once begun, is to hold. */
  isToHold(task: HaltedTask, step: RunStep): boolean;
  /** Waits so many milliseconds, or until something is wished. */
  rest(durationMs: number): Promise<void>;
  /** The task begins soon, whatever is wished meanwhile: a pause is not confirmed before it holds or has ended. */
  expect(task: HaltedTask): void;
  /** Nothing of the task goes on any more. */
  leave(task: HaltedTask): void;
  /** Asks the store anew. */
  isCancelled(): Promise<boolean>;
  close(): Promise<void>;
}
