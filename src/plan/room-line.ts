import { z } from 'zod';

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
