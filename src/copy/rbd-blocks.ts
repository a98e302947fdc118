import { Problem } from '../base/problem.ts';
import type { DiffPart } from './rbd-diff.ts';

/** A part of the address range of an image: the first byte, and the one after the last. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Bytes of a diff beside each other: an aligned block of the image, with zeros where the diff says nothing. */
export interface DiffBlock {
  readonly type: 'block';
  readonly offset: number;
  readonly bytes: Buffer;
  /** What of it the diff tells, in order. */
  readonly told: readonly Extent[];
}

/** A part of the image that the diff says is zero, without a single byte of it. */
export interface DiffHole extends Extent {
  readonly type: 'hole';
}

interface OpenBlock {
  readonly offset: number;
  readonly bytes: Buffer;
  readonly told: { start: number; end: number }[];
}

/** Bytes are looked at, and zeros left out, in pieces of this size. */
const pieceBytes = 4096;
export const blockBytes = 256 * 1024;
const zeros = Buffer.alloc(pieceBytes);

/**
 * Gathers the parts of a diff in blocks, and cuts its holes where segments begin; both come in the order of addresses.
 * Throws a Problem for a diff that goes back.
 */
export async function* rbdBlocks(
  parts: AsyncIterable<DiffPart>,
  segmentBytes: number,
): AsyncGenerator<DiffBlock | DiffHole> {
  let open: OpenBlock | undefined;
  let told = 0;
  for await (const part of parts) {
    if (part.type === 'size') continue;
    if (part.offset < told) throw disordered(part.offset, told);
    const end = part.offset + (part.type === 'data' ? part.bytes.length : part.lengthBytes);
    for (let at = part.offset; at < end; at = told) {
      const offset = at - (at % blockBytes);
      if (open !== undefined && open.offset !== offset) {
        yield { type: 'block', ...open };
        open = undefined;
      }
      if (part.type === 'zero' && open === undefined) {
        told = Math.min(end, at - (at % segmentBytes) + segmentBytes);
        yield { type: 'hole', start: at, end: told };
        continue;
      }
      told = Math.min(end, offset + blockBytes);
      open ??= { offset, bytes: Buffer.alloc(blockBytes), told: [] };
      if (part.type === 'data') part.bytes.copy(open.bytes, at - offset, at - part.offset, told - part.offset);
      const last = open.told.at(-1);
      if (last?.end === at) last.end = told;
      else open.told.push({ start: at, end: told });
    }
  }
  if (open !== undefined) yield { type: 'block', ...open };
}

/** A run of bytes within a block that are all zero, or not: told apart piece by piece. */
export interface BlockRun extends Extent {
  readonly isZero: boolean;
}

/** The runs of a part of a block, in order; cut where pieces of the image begin. */
export function blockRuns({ offset, bytes }: Pick<DiffBlock, 'offset' | 'bytes'>, { start, end }: Extent): BlockRun[] {
  const runs: { start: number; end: number; isZero: boolean }[] = [];
  for (let at = start; at < end; ) {
    const next = Math.min(end, at - (at % pieceBytes) + pieceBytes);
    const piece = bytes.subarray(at - offset, next - offset);
    const isZero = piece.equals(zeros.subarray(0, piece.length));
    const last = runs.at(-1);
    if (last?.isZero === isZero) last.end = next;
    else runs.push({ start: at, end: next, isZero });
    at = next;
  }
  return runs;
}

function disordered(offset: number, told: number): Problem {
  return new Problem({
    summary: `\`rbd export-diff\` went back from byte ${told} to ${offset}, as for an image with stripes of its own`,
    cure: 'Copy that volume through Glance: choose --copier glance.',
    remedy: 'ask',
  });
}
