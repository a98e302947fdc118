/** A digest of bytes that come portion by portion. */
export interface RunningHash {
  /** Resolves when the bytes are taken in and there is room for more; the caller may change them then. */
  update(bytes: Uint8Array): Promise<void>;
  /** In hexadecimal. Ends the computation: ask once. */
  digest(): Promise<string>;
  /** Gives back what it holds, finished or not. */
  close(): void;
}
