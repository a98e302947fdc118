import { formatBytes, plural } from '../../base/units.ts';
import { Problem } from '../../base/problem.ts';
import { openRbdFinder } from '../../copy/rbd-finder.ts';
import { type RbdImage, rbdImageSpec, removeRbdSnapshots, takeRbdSnapshot } from '../../copy/rbd-image.ts';
import type { RbdPass } from '../../copy/pass-under-way.ts';
import { type CopiedPass, copyRbdPass } from '../../copy/rbd-pass.ts';
import { noteWords, wholePass } from '../../copy/segment-note.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { getVolume } from '../../openstack/volumes.ts';
import { forgetSegments, listPasses, listSegments, noteSegments, type SegmentPlace } from '../../store/segments.ts';
import { forgetTransfer, noteTransfer } from '../../store/transfers.ts';
import { originOf } from '../origin-of.ts';
import { carriageOf } from '../carriage-of.ts';
import type { Task } from '../work.ts';
import type { DiskCopier } from './disk-copier.ts';

/** What all that we leave in Ceph begins with. */
const ours = 'pumphouse-';
/** The last pass, over what rests; the ones before are `full`, `delta-1` and so on. */
const atRest = 'rest';

/** From Ceph to Ceph, into a volume that is there already: only a snapshot of the source is made for it. */
export const rbdCopier: DiskCopier = {
  async copy(task) {
    // A server that is tried again finds those of its volumes that have come.
    if ((await checkedPasses(task)).includes(atRest)) return;
    await refuseUse(task);
    await makePass(task, atRest);
    await refuseUse(task);
  },

  async refresh(task) {
    const done = await checkedPasses(task);
    const { sentBytes } = await makePass(task, done.length === 0 ? 'full' : `delta-${done.length}`);
    return sentBytes;
  },

  async clean(task) {
    const image = await imageIn(task.passage.source, task.planned.id);
    if (image !== undefined) await removeRbdSnapshots(image, snapshotPrefix(task));
  },

  /** Ceph deletes no image that has snapshots. */
  async release(task) {
    const id = task.passage.lookup.find('volume', task.planned.id);
    const image = id === undefined ? undefined : await imageIn(task.passage.destination, id);
    if (image !== undefined) await removeRbdSnapshots(image, ours);
  },

  async remove(task) {
    const { work, planned } = task;
    await forgetSegments(work.store, work.runId, planned.id);
    for (const key of [planned.id, changesOf(planned.id)]) await forgetTransfer(work.store, work.runId, key);
    await rbdCopier.clean(task);
  },
};

function placeOf({ work, planned, passage }: Task): Omit<SegmentPlace, 'pass'> {
  const destinationId = passage.lookup.id('volume', planned.id);
  return { runId: work.runId, key: planned.id, destinationId };
}

/** The passes that have come out equal, in their order. */
function checkedPasses(task: Task): Promise<string[]> {
  return listPasses(task.work.store, placeOf(task), { index: wholePass, digest: noteWords.checked });
}

/**
 * Copies what changed since the last pass, or all of it. A pass that a kill broke off goes on with the snapshot that it
 * took; what it had sent of a delta is within the next one, should that be another.
 */
async function makePass(task: Task, label: string): Promise<CopiedPass> {
  const { from, to } = await bothImages(task);
  const prefix = snapshotPrefix(task);
  const last = (await checkedPasses(task)).at(-1);
  const toSnap = `${prefix}${label}`;
  await takeRbdSnapshot(from, toSnap);
  const fromSnap = last === undefined ? undefined : `${prefix}${last}`;
  const pass = { from, to, label, fromSnap, toSnap };
  // Little is left to one that was copied before, and its users wait: it stands in no line.
  const isShort = label === atRest && fromSnap !== undefined;
  const copied = isShort
    ? await copyPass(task, pass)
    : await task.work.lane.pass(() => copyPass(task, pass), originOf(task));
  if (fromSnap !== undefined) await removeRbdSnapshots(from, fromSnap);
  return copied;
}

/** Under which key the passes after the first one tell how far they are. */
function changesOf(id: string): string {
  return `${id}/changes`;
}

function snapshotPrefix({ work }: Task): string {
  return `${ours}${work.runId}-`;
}

async function copyPass(
  task: Task,
  pass: Pick<RbdPass, 'from' | 'to' | 'label' | 'fromSnap' | 'toSnap'>,
): Promise<CopiedPass> {
  const { work, planned, resource, signal } = task;
  const { store, runId, throttle } = work;
  const place = { ...placeOf(task), pass: pass.label };
  const totalBytes = task.kind.disk?.(resource)?.sizeBytes ?? 0;
  const isDelta = pass.fromSnap !== undefined;
  const what = `${isDelta ? 'changes of ' : ''}volume ${planned.name}`;
  const words = { copying: what, checking: `checking ${what}` };
  const key = isDelta ? changesOf(planned.id) : planned.id;
  let noting = Promise.resolve();
  const tell = (name: string, copiedBytes: number, digest?: string): Promise<void> => {
    const row = { key, name, copiedBytes, totalBytes, ...(digest === undefined ? {} : { digest }) };
    noting = noting.then(() => noteTransfer(store, runId, row));
    return noting;
  };
  const copied = await copyRbdPass({
    ...pass,
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
  await work.tell({ type: 'note', message, kind: 'volume', resourceId: planned.id, name: planned.name });
  return copied;
}

function sentWords({ sentBytes, sentSegments, heldSegments }: CopiedPass): string {
  const sent = `${formatBytes(sentBytes)} sent from Ceph to Ceph in ${plural(sentSegments, 'segment')}`;
  return heldSegments === 0 ? sent : `${sent}; an earlier try had sent ${plural(heldSegments, 'segment')}`;
}

/** What is attached rests with its servers; what is attached to nothing must stay so. */
async function refuseUse({ work, planned, passage: { source } }: Task): Promise<void> {
  if (carriageOf(work.plan).carrierOf(planned.id) !== undefined) return;
  const status = (await getVolume(source, planned.id))?.status ?? 'gone';
  if (status === 'available') return;
  throw new Problem({
    summary: `volume ${planned.name} of ${source.name} is ${status}: what is written to it now would be lost`,
    cure: 'Detach it, or make a new plan, by which it moves with its server; undo this run before.',
    remedy: 'ask',
  });
}

async function bothImages({ planned, passage }: Task): Promise<{ from: RbdImage; to: RbdImage }> {
  const { source, destination, lookup } = passage;
  const twinId = lookup.id('volume', planned.id);
  const [from, to] = await Promise.all([imageIn(source, planned.id), imageIn(destination, twinId)]);
  if (from === undefined) throw lostProblem(source, planned.id);
  if (to === undefined) throw lostProblem(destination, twinId);
  if (rbdImageSpec(from) !== rbdImageSpec(to) || from.access.conf !== to.access.conf) return { from, to };
  throw new Problem({
    summary: `volume ${planned.name} would be copied onto itself: ${rbdImageSpec(from)}`,
    cure: 'Check `ceph` and `ceph_pools` of both clouds in clouds.yaml.',
    remedy: 'ask',
  });
}

async function imageIn(cloud: Cloud, id: string): Promise<RbdImage | undefined> {
  const access = cloud.config.ceph;
  if (access === undefined) {
    throw new Problem({
      summary: `clouds.yaml has no \`ceph\` for ${cloud.name} any more, and the plan copies volume ${id} by it`,
      cure: 'Put it back for this run; a new plan with --copier glance does without.',
      remedy: 'ask',
    });
  }
  const answer = await getVolume(cloud, id);
  const host = answer?.['os-vol-host-attr:host'] ?? '';
  return await openRbdFinder(access).find({
    id,
    host,
    nameId: answer?.['os-vol-mig-status-attr:name_id'] ?? undefined,
  });
}

function lostProblem({ name }: Cloud, id: string): Problem {
  return new Problem({
    summary: `volume ${id} is in no pool of the Ceph of ${name}`,
    cure: `Name the pool of its back end below \`ceph_pools\` of ${name} in clouds.yaml, or plan with --copier glance.`,
    remedy: 'ask',
  });
}
