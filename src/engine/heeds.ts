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
  /** Whether it shares a volume with a server that moves before it: it rests since then. */
  readonly isFollower: boolean;
}

/** Steps before the source server is touched. */
const beforeRest: readonly RunStep[] = ['pre-copy', 'cutover'];
/** Steps that come after the twin was found equal: the move is over for its users. */
const afterMove: readonly RunStep[] = ['shut-down', 'clean'];
/** Steps that are the way back themselves. */
const back: readonly RunStep[] = ['put-back', 'undo'];

/**
 * Pure: whether a step holds for a wish, or is broken off. A pause lets a server that we have brought to rest go on to
 * its end, since its users wait; a cancel lets one be whose twin was found equal. A server whose volume has moved with
 * another one has no way back, so a cancel lets it go on too.
 */
export function heeds(wish: Wish | undefined, heeding: HeedingStep): boolean {
  const { kind, step } = heeding;
  if (wish === 'pause-now') return true;
  if (wish === 'pause') return kind !== 'server' || !isDown(heeding);
  if (wish === 'cancel') return !back.includes(step) && (kind !== 'server' || !isBound(heeding));
  return false;
}

function isBound({ step, isFollower }: HeedingStep): boolean {
  return isFollower || afterMove.includes(step);
}

function isDown({ step, wasRunning, isBegun, isFollower }: HeedingStep): boolean {
  return wasRunning && (isFollower || (!beforeRest.includes(step) && (step !== 'quiesce' || isBegun)));
}
