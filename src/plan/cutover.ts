import { z } from 'zod';

/**
 * The gate before each server's downtime: it opens when the operator says so (`pumphouse cutover`), and in a window of
 * time where there is one.
 */
export const cutoverSchema = z.object({
  /** ISO 8601, UTC: opens by itself from then on. */
  from: z.string().optional(),
  /** ISO 8601, UTC: no server is brought to rest by the window from then on. */
  until: z.string().optional(),
});
export type Cutover = z.infer<typeof cutoverSchema>;

/** Pure: whether the window is open at that moment. */
export function isInWindow({ from, until }: Cutover, now: Date): boolean {
  if (from === undefined) return false;
  return now >= new Date(from) && (until === undefined || now < new Date(until));
}

/** As words within a plan: `when pumphouse cutover says so, or from … to …`. */
export function describeCutover({ from, until }: Cutover): string {
  const byHand = 'when `pumphouse cutover` says so';
  if (from === undefined) return byHand;
  return `${byHand}, and from ${from}${until === undefined ? '' : ` to ${until}`}`;
}
