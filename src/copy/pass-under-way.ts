import type { RbdImage } from './rbd-image.ts';
import type { SegmentNote } from './segment-note.ts';
import type { Throttle } from './throttle.ts';

/** One pass over an image: all of it as it was at a snapshot, or what changed between two. */
export interface RbdPass {
  readonly from: RbdImage;
  readonly to: RbdImage;
  /** `full`, or `delta-1` and so on. */
  readonly label: string;
  /** The snapshot that the pass before brought over; all is copied when absent. */
  readonly fromSnap?: string | undefined;
  /** The state that is brought over. */
  readonly toSnap: string;
  /**
   * On the destination a delta takes one of this name of its own, so that it reads back only what changed; of the name
   * `toSnap` when absent.
   */
  readonly holdSnap?: string | undefined;
  /** Whether the SHA-512 of all bytes is noted too, as Glance keeps one of an image; only of a full pass. */
  readonly isHashed?: boolean | undefined;
  /** What earlier tries have noted of this very pass. */
  readonly noted: readonly SegmentNote[];
  /** Keeps what is confirmed; a segment that is noted twice is as it was noted last. */
  note(segments: readonly SegmentNote[]): Promise<void>;
  readonly onProgress?: ((phase: 'copying' | 'checking', doneBytes: number) => void) | undefined;
  readonly throttle?: Throttle | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A pass on its way: what is known of its segments. */
export interface PassUnderWay extends RbdPass {
  readonly sizeBytes: number;
  readonly known: ReadonlyMap<number, SegmentNote>;
}
