import { Problem } from '../../base/problem.ts';
import { formatBytes, plural } from '../../base/units.ts';
import type { RbdPass } from '../../copy/pass-under-way.ts';
import {
  listRbdSnapshots,
  type RbdImage,
  rbdImageSpec,
  removeRbdSnapshots,
  takeRbdSnapshot,
} from '../../copy/rbd-image.ts';
import { type CopiedPass, copyRbdPass } from '../../copy/rbd-pass.ts';
import { noteWords, wholeImage, wholePass } from '../../copy/segment-note.ts';
import type { KindName } from '../../resources/kind.ts';
import { forgetSegments, listPasses, listSegments, noteSegments } from '../../store/segments.ts';
import { forgetTransfer, noteTransfer } from '../../store/transfers.ts';
import { originOf } from '../origin-of.ts';
import type { Task } from '../work.ts';

/** What all that we leave in Ceph begins with. */
export const rbdPrefix = 'pumphouse-';
/** The last pass, over what rests; the ones before are `full`, `delta-1` and so on. */
export const atRest = 'rest';

/** A disk that goes from Ceph to Ceph: what of, and under which names its passes are kept. */
export interface RbdRoute {
  /** Under which its segments and its progress are noted. */
  readonly key: string;
  /** What the bytes go into: passes into another one are none of this. */
  readonly destinationId: string;
  /** How a message calls it, such as `volume data`. */
  readonly words: string;
  readonly kind: KindName;
  readonly resourceId: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** Whether Glance wants the SHA-512 of all bytes: what copies them in one pass tells it. */
  readonly isHashed?: boolean | undefined;
  images(): Promise<RbdEnds>;
}

export interface RbdEnds {
  readonly from: RbdImage;
  readonly to: RbdImage;
}

/** One pass with its snapshots; all is copied when there is no `fromSnap`. */
export type RouteStretch = Pick<RbdPass, 'from' | 'to' | 'label' | 'fromSnap' | 'toSnap' | 'holdSnap'>;

/** How Ceph calls a snapshot that Cinder took; the pass that ends with it has the same name. */
export function cinderSnapshot(id: string): string {
  return `snapshot-${id}`;
}

function isCinders(label: string): boolean {
  return label.startsWith('snapshot-');
}

/** The snapshot of the source that ends a pass: ours, or one that its owner took, which is only read. */
function snapshotOf(task: Task, label: string): string {
  return isCinders(label) ? label : `${snapshotPrefix(task)}${label}`;
}

/** The snapshots of a run that is under way. */
export function snapshotPrefix({ work }: Task): string {
  return `${rbdPrefix}${work.runId}-`;
}

/** The passes that have come out equal, in their order. */
export function checkedPasses({ work }: Task, { key, destinationId }: RbdRoute): Promise<string[]> {
  const place = { runId: work.runId, key, destinationId };
  return listPasses(work.store, place, { index: wholePass, digest: noteWords.checked });
}

/** The SHA-512 of all bytes, in hexadecimal, where the last pass has computed it. */
export async function digestOf({ work }: Task, { key, destinationId }: RbdRoute): Promise<string | undefined> {
  const noted = await listSegments(work.store, { runId: work.runId, key, destinationId, pass: atRest });
  return noted.find(({ index }) => index === wholeImage)?.digest;
}

/** While the disk is in use: all of it, or what changed since the last time. */
export async function makeEarlyPass(task: Task, route: RbdRoute): Promise<CopiedPass> {
  const done = await checkedPasses(task, route);
  return await makePass(task, route, done.length === 0 ? 'full' : `delta-${done.length}`);
}

/**
 * Copies what changed since the last pass, or all of it, up to now or up to a snapshot of its owner. A pass that a kill
 * broke off goes on with the snapshot that it took; what it had sent of a delta is within the next one, should that be
 * another.
 */
export async function makePass(task: Task, route: RbdRoute, label: string): Promise<CopiedPass> {
  const { from, to } = await route.images();
  const last = (await checkedPasses(task, route)).at(-1);
  const toSnap = snapshotOf(task, label);
  if (!isCinders(label)) await takeRbdSnapshot(from, toSnap);
  const fromSnap = last === undefined ? undefined : snapshotOf(task, last);
  if (last !== undefined && isCinders(last)) await requireSnapshot(from, last, route);
  const pass = { from, to, label, fromSnap, toSnap, holdSnap: `${snapshotPrefix(task)}${label}` };
  // Little is left to one that was copied before, and its users wait: it stands in no line.
  const isShort = label === atRest && fromSnap !== undefined;
  const copied = isShort ? await copyPass(task, route, pass) : await copyInTurn(task, route, pass);
  if (last !== undefined && !isCinders(last)) await removeRbdSnapshots(from, snapshotOf(task, last));
  return copied;
}

/** What was deleted on the source since its pass tells no more what changed after it. */
async function requireSnapshot(from: RbdImage, snapshot: string, { words }: RbdRoute): Promise<void> {
  if ((await listRbdSnapshots(from)).includes(snapshot)) return;
  throw new Problem({
    summary: `${rbdImageSpec(from, snapshot)} was deleted while ${words} was copied`,
    cure: 'Undo the run and make a new plan: what changed since that snapshot cannot be told any more.',
    remedy: 'ask',
  });
}

/** Copies one pass once it is its turn to travel. The snapshots are the caller's. */
export function copyInTurn(task: Task, route: RbdRoute, pass: RouteStretch): Promise<CopiedPass> {
  return task.work.lane.pass(() => copyPass(task, route, pass), originOf(task));
}

/** Forgets what is noted of all passes, as the copy is gone. */
export async function forgetPasses({ work }: Task, key: string): Promise<void> {
  await forgetSegments(work.store, work.runId, key);
  for (const one of [key, changesOf(key)]) await forgetTransfer(work.store, work.runId, one);
}

/** Under which key the passes after the first one tell how far they are. */
function changesOf(key: string): string {
  return `${key}/changes`;
}

async function copyPass(task: Task, route: RbdRoute, pass: RouteStretch): Promise<CopiedPass> {
  const { work, signal } = task;
  const { store, runId, throttle } = work;
  const { destinationId, kind, resourceId, name, sizeBytes: totalBytes } = route;
  const place = { runId, key: route.key, destinationId, pass: pass.label };
  const isDelta = pass.fromSnap !== undefined;
  const what = `${isDelta ? 'changes of ' : ''}${route.words}`;
  const words = { copying: what, checking: `checking ${what}` };
  const key = isDelta ? changesOf(route.key) : route.key;
  let noting = Promise.resolve();
  const tell = (phase: string, copiedBytes: number, digest?: string): Promise<void> => {
    const row = { key, name: phase, copiedBytes, totalBytes, ...(digest === undefined ? {} : { digest }) };
    noting = noting.then(() => noteTransfer(store, runId, row));
    return noting;
  };
  const copied = await copyRbdPass({
    ...pass,
    isHashed: route.isHashed === true && pass.label === atRest && !isDelta,
    noted: await listSegments(store, place),
    note: (segments) => noteSegments(store, place, segments),
    // A failure to note is told by the last one.
    onProgress: (phase, doneBytes) => void tell(words[phase], doneBytes).catch(() => {}),
    throttle,
    signal,
  });
  await tell(words.copying, totalBytes, copied.digest);
  const equal = isDelta ? 'what changed since' : formatBytes(totalBytes);
  const message = `${equal} equal on both sides: ${sentWords(copied)}`;
  await work.tell({ type: 'note', message, kind, resourceId, name });
  return copied;
}

function sentWords({ sentBytes, sentSegments, heldSegments }: CopiedPass): string {
  const sent = `${formatBytes(sentBytes)} sent from Ceph to Ceph in ${plural(sentSegments, 'segment')}`;
  return heldSegments === 0 ? sent : `${sent}; an earlier try had sent ${plural(heldSegments, 'segment')}`;
}
