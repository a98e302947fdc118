import type { KindName } from '../resources/kind.ts';
import type { Wish } from '../store/wishes.ts';
import type { RunStep } from './run-step.ts';

/** A step that is about to begin or under way, as far as it matters to a wish. */
export interface HeedingStep {
  readonly kind: KindName;
  readonly step: RunStep;
  /** Whether the source server ran when the plan was made. */
  readonly wasRunning: boolean;
  /** Whether this step has been under way before, so that what it does may be half done. */
  readonly isBegun: boolean;
}

/** Steps before the source server is touched. */
const beforeRest: readonly RunStep[] = ['pre-copy', 'cutover'];
/** Steps that come after the twin was found equal: the move is over for its users. */
const afterMove: readonly RunStep[] = ['shut-down', 'clean'];
/** Steps that are the way back themselves. */
const back: readonly RunStep[] = ['put-back', 'undo'];

/**
 * Pure: whether a step holds for a wish, or is broken off. A pause lets a server that we have brought to rest go on to
 * its end, since its users wait; a cancel lets one be whose twin was found equal.
 */
export function heeds(wish: Wish | undefined, heeding: HeedingStep): boolean {
  const { kind, step } = heeding;
  if (wish === 'pause-now') return true;
  if (wish === 'pause') return kind !== 'server' || !isDown(heeding);
  if (wish === 'cancel') return !back.includes(step) && (kind !== 'server' || !afterMove.includes(step));
  return false;
}

function isDown({ step, wasRunning, isBegun }: HeedingStep): boolean {
  return wasRunning && !beforeRest.includes(step) && (step !== 'quiesce' || isBegun);
}
