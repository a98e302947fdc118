import type { SimCloud } from '../../../sim/cloud/sim-cloud.ts';

/**
 * Nothing that a command began is still under way when it has ended well: a twin in BUILD, or a server of the source
 * that has not stopped yet, may still come to nothing. A line for each.
 */
export function checkPending(pair: { readonly source: SimCloud; readonly destination: SimCloud }): string[] {
  return [pair.source, pair.destination].flatMap(({ name, clock }) =>
    clock.pending().map((work) => `the ${name} was still busy with ${work}`),
  );
}
