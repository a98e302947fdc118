/** What the copies of one process may take. */
export interface CopyBounds {
  /** All copies together; as many as come when it is not said. */
  readonly bytesPerSecond?: number | undefined;
  /** Disks that travel at once; `limits.imageCopiesAtOnce` when it is not said. */
  readonly copiesAtOnce?: number | undefined;
  /** Of these from one compute host or Cinder back end of the source; all when it is not said. */
  readonly copiesOfOneHost?: number | undefined;
}
