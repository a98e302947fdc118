import type { StepName } from '../plan/plan.ts';

/** The steps of a plan, and the two that take back. */
export type RunStep = StepName | 'put-back' | 'undo';
