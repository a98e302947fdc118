import { limits } from '../base/limits.ts';
import { openRunningHash } from './open-running-hash.ts';
import { blockRuns, type DiffBlock, type DiffHole, type Extent, rbdBlocks } from './rbd-blocks.ts';
import { rbdExport } from './rbd-export.ts';
import type { PassUnderWay } from './pass-under-way.ts';
import { openRbdSegmentWriter } from './rbd-segment-writer.ts';
import { openSegmentDigest, zerosDigest } from './segment-digest.ts';
import { noteWords, type SegmentNote } from './segment-note.ts';

const segmentBytes = limits.rbdSegmentBytes;

interface Segment {
  take(one: DiffBlock | DiffHole): Promise<void>;
  /** Resolves with what is to be noted, once all of it is confirmed. */
  end(): Promise<SegmentNote>;
  close(): void;
}

/** Sends what is not confirmed yet, one segment after the other, and notes each. */
export async function sendRbdPass(pass: PassUnderWay): Promise<{ sentBytes: number; sentSegments: number }> {
  const { from, fromSnap: since, toSnap: snapshot, signal, known, sizeBytes, note } = pass;
  const sum = { sentBytes: 0, sentSegments: 0 };
  // The thread that hashes lives as long as one digest is open.
  const awake = openRunningHash('sha512', undefined);
  let open: Segment | undefined;
  let next = 0;
  const segments = Math.ceil(sizeBytes / segmentBytes);
  const end = async (): Promise<void> => {
    const done = await open?.end();
    open = undefined;
    if (done === undefined) return;
    await note([done]);
    sum.sentBytes += done.bytes;
    sum.sentSegments += 1;
  };
  /** Ends what is open, and sees to the segments up to that one, of which the diff says nothing. */
  const advance = async (index: number): Promise<void> => {
    await end();
    const passed = Array.from({ length: Math.max(0, index - next) }, (_, at) => next + at);
    await note(since === undefined ? emptyNotes(pass, passed) : []);
    for (const one of passed.filter((at) => isWrong(pass, at))) {
      open = openSegment(pass, one);
      await end();
    }
    next = index + 1;
    if (index < segments && (!known.has(index) || isWrong(pass, index))) open = openSegment(pass, index);
  };
  let toldMs = 0;
  try {
    for await (const one of rbdBlocks(rbdExport({ image: from, snapshot, since, signal }), segmentBytes)) {
      const start = one.type === 'hole' ? one.start : one.offset;
      const index = Math.floor(start / segmentBytes);
      if (index >= next) await advance(index);
      await open?.take(one);
      if (Date.now() - toldMs < limits.copyProgressMs) continue;
      toldMs = Date.now();
      pass.onProgress?.('copying', start);
    }
    await advance(segments);
  } finally {
    open?.close();
    awake.close();
  }
  return sum;
}

function isWrong({ known }: PassUnderWay, index: number): boolean {
  return known.get(index)?.digest === noteWords.wrong;
}

function emptyNotes({ known }: PassUnderWay, indexes: readonly number[]): SegmentNote[] {
  return indexes.filter((index) => !known.has(index)).map((index) => ({ index, digest: zerosDigest, bytes: 0 }));
}

/**
 * What is zero is not sent in a full pass, as the volume is new; in a delta it is, and in a segment that came out wrong
 * before, all of which is written.
 */
function openSegment(pass: PassUnderWay, index: number): Segment {
  const { to, sizeBytes, throttle, signal } = pass;
  const isDelta = pass.fromSnap !== undefined;
  const isAnew = !isDelta && isWrong(pass, index);
  const start = index * segmentBytes;
  const end = Math.min(sizeBytes, start + segmentBytes);
  const writer = openRbdSegmentWriter(to, sizeBytes, signal);
  const digest = openSegmentDigest(start, end, !isDelta);
  let position = start;
  let bytes = 0;
  const fill = async (until: number): Promise<void> => {
    if (isAnew && position < until) await writer.zero(position, until - position);
  };
  const empty = async (extent: Extent): Promise<void> => {
    if (isDelta) await writer.zero(extent.start, extent.end - extent.start);
  };
  const send = async (block: DiffBlock, run: Extent): Promise<void> => {
    await fill(run.start);
    await throttle?.take(run.end - run.start);
    await writer.data(run.start, block.bytes.subarray(run.start - block.offset, run.end - block.offset));
    position = run.end;
    bytes += run.end - run.start;
  };
  return {
    async take(one) {
      if (one.type === 'hole') return await empty(one);
      await digest.add(one);
      const runs = one.told.flatMap((extent) => blockRuns(one, extent));
      for (const run of runs) await (run.isZero ? empty(run) : send(one, run));
    },
    async end() {
      await fill(end);
      await writer.end();
      return { index, digest: await digest.digest(), bytes };
    },
    close() {
      writer.close();
      digest.close();
    },
  };
}
