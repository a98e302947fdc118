/** What is kept of one segment of a pass, once it is confirmed. */
export interface SegmentNote {
  /** Its place in the image, from 0; below, what is of the pass as a whole. */
  readonly index: number;
  /** SHA-512 in hexadecimal, or a word. */
  readonly digest: string;
  /** Bytes that were sent for it. */
  readonly bytes: number;
}

/** Under this index stands how far the pass is as a whole. */
export const wholePass = -1;
/** Under this one the SHA-512 of all bytes, where that was wanted. */
export const wholeImage = -2;

/** Words in the place of a digest. */
export const noteWords = {
  /** It did not come out equal: the next try writes all of it. */
  wrong: 'wrong',
  /** The pass: all is sent, and then compared. */
  sent: 'sent',
  checked: 'checked',
} as const;
