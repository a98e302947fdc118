import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { openImageDigest } from './image-digest.ts';
import { openRunningHash } from './open-running-hash.ts';
import { rbdBlocks } from './rbd-blocks.ts';
import { rbdExport } from './rbd-export.ts';
import { rbdImageSpec } from './rbd-image.ts';
import type { PassUnderWay } from './pass-under-way.ts';
import { openSegmentDigest, type SegmentDigest, zerosDigest } from './segment-digest.ts';
import { noteWords, type SegmentNote, wholeImage, wholePass } from './segment-note.ts';

const segmentBytes = limits.rbdSegmentBytes;
/** Ranges that a message names; the rest is counted. */
const shownRanges = 8;

/** Reads back what is on the destination, and compares it segment by segment. Throws a Problem for what differs. */
export async function checkRbdPass(pass: PassUnderWay): Promise<void> {
  const { found, whole } = await readBack(pass);
  const indexes = new Set([...pass.known.keys(), ...found.keys()].filter((index) => index >= 0));
  const wrong = [...indexes].filter((index) => {
    return (pass.known.get(index)?.digest ?? zerosDigest) !== (found.get(index) ?? zerosDigest);
  });
  if (wrong.length === 0) {
    if (whole !== undefined) await pass.note([{ index: wholeImage, digest: whole, bytes: 0 }]);
    return;
  }
  const marked = [wholePass, ...wrong].map((index): SegmentNote => ({ index, digest: noteWords.wrong, bytes: 0 }));
  await pass.note(marked);
  throw new Problem({
    summary: `${rbdImageSpec(pass.to)} did not come out equal to its source`,
    detail: `bytes ${describeRanges(wrong, pass.sizeBytes)} differ`,
    cure: 'Look for errors of the disks in the log of Ceph; the same command writes that part again and compares anew.',
    remedy: 'ask',
  });
}

interface ReadBack {
  /** The digest of each segment of which the destination has anything. */
  readonly found: ReadonlyMap<number, string>;
  /** Of all its bytes, where it is wanted. */
  readonly whole: string | undefined;
}

async function readBack(pass: PassUnderWay): Promise<ReadBack> {
  const { to: image, fromSnap, toSnap, holdSnap = toSnap, signal, sizeBytes, throttle } = pass;
  const since = fromSnap === undefined ? undefined : holdSnap;
  const found = new Map<number, string>();
  const awake = openRunningHash('sha512', undefined);
  const whole = pass.isHashed === true ? openImageDigest(sizeBytes) : undefined;
  let open: { readonly index: number; readonly digest: SegmentDigest } | undefined;
  const end = async (): Promise<void> => {
    if (open !== undefined) found.set(open.index, await open.digest.digest());
    open = undefined;
  };
  let toldMs = 0;
  pass.onProgress?.('checking', 0);
  try {
    for await (const one of rbdBlocks(rbdExport({ image, since, signal }), segmentBytes)) {
      if (one.type === 'hole') continue;
      const index = Math.floor(one.offset / segmentBytes);
      const start = index * segmentBytes;
      if (open?.index !== index) {
        await end();
        const digest = openSegmentDigest(start, Math.min(sizeBytes, start + segmentBytes), since === undefined);
        open = { index, digest };
      }
      for (const told of one.told) await throttle?.take(told.end - told.start);
      await open.digest.add(one);
      await whole?.add(one);
      if (Date.now() - toldMs < limits.copyProgressMs) continue;
      toldMs = Date.now();
      pass.onProgress?.('checking', one.offset);
    }
    await end();
    return { found, whole: await whole?.digest() };
  } finally {
    open?.digest.close();
    whole?.close();
    awake.close();
  }
}

/** `0–67108863 and 134217728–201326591`: neighbours as one. */
function describeRanges(indexes: readonly number[], sizeBytes: number): string {
  const ranges: { first: number; last: number }[] = [];
  for (const index of indexes.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.last === index - 1) last.last = index;
    else ranges.push({ first: index, last: index });
  }
  const words = ranges.slice(0, shownRanges).map(({ first, last }) => {
    return `${first * segmentBytes}–${Math.min(sizeBytes, (last + 1) * segmentBytes) - 1}`;
  });
  const more = ranges.length > shownRanges ? `, and ${ranges.length - shownRanges} more ranges` : '';
  return `${words.join(', ')}${more}`;
}
