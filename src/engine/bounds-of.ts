import { limits } from '../base/limits.ts';
import type { Plan } from '../plan/plan.ts';
import type { Bounds } from './next-nodes.ts';

/** How much of a plan may be under way at once. A server whose disk is carried rests while it waits for the lane. */
export function boundsOf({ choices, serversAtOnce, cutover, nodes }: Plan): Bounds {
  // All wait at the gate side by side; how many pass at once is seen to there.
  if (cutover !== undefined) return { nodesAtOnce: limits.nodesAtOnce + nodes.length, serversAtOnce: nodes.length };
  return { nodesAtOnce: limits.nodesAtOnce, serversAtOnce: serversAtOnce ?? limits.serversAtOnce[choices.disk] };
}
