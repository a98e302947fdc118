import { limits } from '../base/limits.ts';
import type { Plan } from '../plan/plan.ts';
import { carriageOf } from './carriage-of.ts';
import type { Bounds } from './next-nodes.ts';

/** How much of a plan may be under way at once. A server whose disk is carried rests while it waits for the lane. */
export function boundsOf(plan: Plan): Bounds {
  const { choices, serversAtOnce, cutover, nodes } = plan;
  const { leaderOf } = carriageOf(plan);
  const followers = nodes.filter(({ kind, id }) => kind === 'server' && leaderOf(id) !== undefined);
  const resting = new Set(followers.map(({ key }) => key));
  // All wait at the gate side by side; how many pass at once is seen to there.
  if (cutover !== undefined) {
    return { nodesAtOnce: limits.nodesAtOnce + nodes.length, serversAtOnce: nodes.length, resting };
  }
  const atOnce = serversAtOnce ?? limits.serversAtOnce[choices.disk];
  return { nodesAtOnce: limits.nodesAtOnce, serversAtOnce: atOnce, resting };
}
