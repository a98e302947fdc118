import { z } from 'zod';

/** What one copy took. `peakBytes` is the resident memory of its largest process. */
export const figuresSchema = z.object({ tookMs: z.number(), cpuMs: z.number(), peakBytes: z.number() });
export type Figures = z.infer<typeof figuresSchema>;

/** A way to copy an image. */
export interface Contender {
  readonly name: string;
  /** All bytes that one round copies. */
  readonly bytes: number;
  /** The name of the one that its speed is compared with. */
  readonly against?: string | undefined;
  run(round: number): Promise<Figures>;
}
