import type { Disruption, Tap } from '../cloud/tap.ts';

/** Several taps as one: each sees every request, the first that disturbs it decides. */
export function joinTaps(...taps: readonly Tap[]): Tap {
  const first = (found: readonly (Disruption | undefined)[]): Disruption | undefined =>
    found.find((one) => one !== undefined);
  return {
    before: (request) => first(taps.map((tap) => tap.before?.(request))),
    after: (request, status) => first(taps.map((tap) => tap.after?.(request, status))),
  };
}
