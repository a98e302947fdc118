import { isMaking } from '../../store/is-making.ts';
import { isTwinOfAnotherRun, listTwins } from '../../store/twins.ts';
import { snapshotTasks } from '../snapshot-tasks.ts';
import type { Step } from '../work.ts';
import { copierOf } from '../copiers/copier-of.ts';
import { removeDisk } from './remove-disk.ts';

/** Deletes the twin if we made it, and what carried it; one whose create was never answered is found by its mark. */
export const undo: Step = async (task) => {
  const { work, kind, resource, planned, passage } = task;
  const { destination, lookup } = passage;
  for (const one of snapshotTasks(task)) await undo(one);
  const noted = lookup.find(planned.kind, planned.id);
  const id = noted ?? (await findUnnoted());
  if (id !== undefined) {
    await copierOf(task).release?.(task, id);
    await kind.undo(destination, id);
  }
  await work.forgetTwin(planned.kind, planned.id);
  if (planned.kind === 'volume') await removeDisk(task);

  async function findUnnoted(): Promise<string | undefined> {
    if (!hasAllTwins() || (kind.isMarked === undefined && !(await isUnmarkedOurs()))) return undefined;
    // The image of a server's disk may be gone, or never have been: the server is known by its mark all the same.
    const draft = kind.translate(resource, { ...lookup, id: (of, sourceId) => lookup.find(of, sourceId) ?? '' });
    const candidates = await kind.candidates(destination, resource, draft);
    const free = candidates.filter((one) => !work.isTaken(planned.kind, planned.id, one.id));
    const found = kind.match(resource, draft, free);
    if (found === undefined || kind.isMarked?.(resource, found) === false) return undefined;
    // The mark is the same in every run: what a later one has made or taken is that one's.
    const place = { kind: planned.kind, destinationId: found.id };
    return (await isTwinOfAnotherRun(work.store, work.runId, place)) ? undefined : found.id;
  }

  /** What has no mark is ours in a project that we made, and where we noted that we were about to make it. */
  async function isUnmarkedOurs(): Promise<boolean> {
    const twins = await listTwins(work.store, work.runId);
    const isInOurProject = twins.some(
      (twin) => twin.kind === 'project' && twin.sourceId === resource.projectId && twin.origin === 'created',
    );
    return isInOurProject || (await isMaking(work.store, work.runId, planned.kind, planned.id));
  }

  /** Without the twins that it needs, a twin cannot have been made. */
  function hasAllTwins(): boolean {
    return kind
      .needs(resource, lookup.choices)
      .every((ref) => ref.optional === true || lookup.find(ref.kind, ref.id) !== undefined);
  }
};
