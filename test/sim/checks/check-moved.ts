import { checkBystanders } from './check-bystanders.ts';
import { checkClaims } from './check-claims.ts';
import { checkLeftovers } from './check-leftovers.ts';
import { checkPending } from './check-pending.ts';
import { checkRepeats } from './check-repeats.ts';
import { checkSource } from './check-source.ts';
import { checkTwins } from './check-twins.ts';
import { type Dumps, takeDumps } from './dumps.ts';
import type { Wanted } from './wanted.ts';
import type { SimCloud } from '../../../sim/cloud/sim-cloud.ts';

export interface Moved {
  readonly before: Dumps;
  readonly wanted: readonly Wanted[];
  readonly movedServerIds: ReadonlySet<string>;
}

export interface CheckChoice {
  /** Things that failed were made anew, as they should be. */
  readonly allowsRepeats?: boolean;
}

/** All that must hold once a migration has come to its end, however often it was killed. A line for each fault. */
export function checkMoved(
  pair: { readonly source: SimCloud; readonly destination: SimCloud },
  { before, wanted, movedServerIds }: Moved,
  { allowsRepeats = false }: CheckChoice = {},
): string[] {
  // Before all else: to dump a cloud is to let it come to rest.
  const pending = checkPending(pair);
  const after = takeDumps(pair);
  return [
    ...pending,
    ...checkTwins(before, after, wanted),
    ...checkClaims(after, wanted),
    ...checkBystanders(before, after),
    ...checkLeftovers(before, after, wanted),
    ...checkSource(before, after, movedServerIds),
    ...(allowsRepeats ? [] : checkRepeats([pair.source, pair.destination])),
  ];
}
