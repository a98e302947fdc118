import { createHash } from 'node:crypto';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { checkRbdPass } from './check-rbd-pass.ts';
import { rbdImageSize, rbdImageSpec, removeRbdSnapshots, takeRbdSnapshot } from './rbd-image.ts';
import type { PassUnderWay, RbdPass } from './pass-under-way.ts';
import { noteWords, type SegmentNote, wholePass } from './segment-note.ts';
import { sendRbdPass } from './send-rbd-pass.ts';

export interface CopiedPass {
  readonly sizeBytes: number;
  /** What this try sent, and segments that earlier ones had. */
  readonly sentBytes: number;
  readonly sentSegments: number;
  readonly heldSegments: number;
  /** One digest over those of all segments. */
  readonly digest: string;
}

/**
 * Copies one pass from Ceph to Ceph and compares both sides, segment by segment. Safe to call again after a kill at any
 * moment: what is confirmed is not sent again. Throws a Problem of remedy `ask` with the ranges of bytes that differ;
 * the next call writes these anew.
 */
export async function copyRbdPass(pass: RbdPass): Promise<CopiedPass> {
  const known = new Map(pass.noted.map((one) => [one.index, one]));
  const note = async (segments: readonly SegmentNote[]): Promise<void> => {
    if (segments.length === 0) return;
    await pass.note(segments);
    for (const one of segments) known.set(one.index, one);
  };
  const heldSegments = pass.noted.filter(({ index, digest }) => index >= 0 && digest !== noteWords.wrong).length;
  const sizeBytes = await commonSize(pass);
  const { fromSnap, toSnap, holdSnap = toSnap } = pass;
  const underWay: PassUnderWay = { ...pass, note, known, sizeBytes };
  const state = (): string | undefined => known.get(wholePass)?.digest;
  let sent = { sentBytes: 0, sentSegments: 0 };
  if (state() !== noteWords.checked) {
    if (fromSnap !== undefined) await takeRbdSnapshot(pass.to, holdSnap);
    if (state() !== noteWords.sent) sent = await sendRbdPass(underWay);
    await note([{ index: wholePass, digest: noteWords.sent, bytes: sent.sentBytes }]);
    await checkRbdPass(underWay);
    await note([{ index: wholePass, digest: noteWords.checked, bytes: sent.sentBytes }]);
  }
  if (fromSnap !== undefined) await removeRbdSnapshots(pass.to, holdSnap);
  return { sizeBytes, ...sent, heldSegments, digest: digestOf([...known.values()]) };
}

/** Ceph would cut the destination to the size that a diff says, which is that of the source at the snapshot. */
async function commonSize({ from, to, toSnap }: RbdPass): Promise<number> {
  const [source, destination] = await Promise.all([rbdImageSize(from, toSnap), rbdImageSize(to)]);
  if (source === destination) return source;
  throw new Problem({
    summary: `${rbdImageSpec(from, toSnap)} has ${source} bytes, and ${rbdImageSpec(to)} ${destination}`,
    cure:
      'If it was resized since the plan was made, undo the run and plan again; else undo, and plan with --copier ' +
      'glance.',
    remedy: 'ask',
  });
}

function digestOf(notes: readonly SegmentNote[]): string {
  const segments = notes.filter(({ index }) => index >= 0).toSorted((a, b) => a.index - b.index);
  if (segments.length === 0) return 'nothing-changed';
  const text = segments.map(({ index, digest }) => `${index} ${digest}\n`).join('');
  const segmentMiB = limits.rbdSegmentBytes / 1024 ** 2;
  return `sha512-of-${segmentMiB}-mib:${createHash('sha512').update(text).digest('hex')}`;
}
