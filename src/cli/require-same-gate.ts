import { isDeepStrictEqual } from 'node:util';
import { Problem } from '../base/problem.ts';
import type { Plan } from '../plan/plan.ts';

type Gate = Pick<Plan, 'cutover' | 'serversAtOnce'>;

/**
 * A run is gone on with as it was planned: throws a Problem when the command now asks for another gate before servers
 * go down, or another number of them at once, which would be passed over without a word.
 */
export function requireSameGate(plan: Gate & Pick<Plan, 'id'>, wished: Partial<Gate>): void {
  const other = (['cutover', 'serversAtOnce'] as const).find(
    (name) => wished[name] !== undefined && !isDeepStrictEqual(wished[name], plan[name]),
  );
  if (other === undefined) return;
  const option = other === 'cutover' ? '--cutover' : '--servers-at-once';
  throw new Problem({
    summary: `run ${plan.id} for the same purpose has not reached its end, and was planned with another ${option}`,
    detail: 'Nothing was done: going on with it would pass over what you say now.',
    cure:
      `\`pumphouse run ${plan.id}\` goes on as it was planned. To go on with this ${option} instead, ` +
      '`pumphouse plan` with the same options, and `pumphouse run` the plan that it makes: what has moved stays moved.',
    remedy: 'ask',
  });
}
