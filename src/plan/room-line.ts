import { z } from 'zod';
import { formatBytes } from '../base/units.ts';

/** One thing that the plan takes of the destination, and how much of it is left there. */
export const roomLineSchema = z.object({
  /** Such as `vCPU`, `memory`, `instances`, `addresses`. */
  what: z.string(),
  /** Where it is counted: `hosts`, `project acme`, `network public`. */
  where: z.string(),
  needed: z.number(),
  free: z.number(),
  /** What one of them is; a count when absent. */
  unit: z.enum(['MiB', 'GiB']).optional(),
});
export type RoomLine = z.infer<typeof roomLineSchema>;

/** Two amounts for one sentence: exact where they would read the same. */
export function unequal(line: Pick<RoomLine, 'unit'>, one: number, other: number): [string, string] {
  const [first, second] = [amount(line, one), amount(line, other)];
  return first !== second || one === other ? [first, second] : [`${one} ${line.unit}`, `${other} ${line.unit}`];
}

/** `6`, or `12.0 GiB`. */
export function amount({ unit }: Pick<RoomLine, 'unit'>, value: number): string {
  if (unit === undefined) return String(value);
  return formatBytes(value * (unit === 'MiB' ? 2 ** 20 : 2 ** 30));
}
