import { Problem } from '../../base/problem.ts';
import { describeDifference } from '../../plan/decide.ts';
import type { Resource } from '../../resources/kind.ts';
import { releaseVolume } from '../copiers/volume-image.ts';
import { refuseDrift } from '../drift.ts';
import type { Step, Task } from '../work.ts';

/**
 * Creates the twin, unless an interrupted create left it there. The source is looked at at the same time: what changed
 * since the plan stops here; for a server that was seen to when it was brought to rest.
 */
export const create: Step = async (task) => {
  const { work, kind, planned, resource, passage } = task;
  const draft = kind.translate(resource, passage.lookup);
  // Two groups of one name and a description that leaves no room for a mark would be taken for each other.
  const isFree = ({ id }: Resource): boolean => !work.isTaken(planned.kind, planned.id, id);
  const look = async (): Promise<Resource | undefined> =>
    kind.match(resource, draft, (await kind.candidates(passage.destination, resource, draft)).filter(isFree));
  const [seen] = await Promise.all([look(), planned.kind === 'server' ? undefined : refuseDrift(task)]);
  const found = seen === undefined || !(await isLeftOver(task, seen)) ? seen : undefined;
  // What the cloud makes by itself with a project of ours is ours too, once `create` has found and marked it.
  const isToMark = found !== undefined && kind.isBuiltIn?.(resource) === true && !isOurs(task, found);
  if (found !== undefined && !isToMark) return await take(task, found);
  await noteMaking(task);
  try {
    const twin = await kind.create(passage, resource, draft);
    await work.noteTwin({ ...twinOf(task), destinationId: twin.id, origin: 'created' });
  } catch (problem) {
    // The answer said that it exists: somebody was faster, or an earlier request of ours arrived after all.
    const late = problem instanceof Problem && problem.status === 409 ? await look() : undefined;
    if (late === undefined) throw problem;
    await take(task, late);
  }
};

/** Deletes an unfinished twin that is none of this run: nobody knows what of its bytes have come. */
async function isLeftOver({ kind, planned, passage }: Task, found: Resource): Promise<boolean> {
  const { destination, lookup } = passage;
  if (kind.isUnfinished?.(found) !== true || lookup.find(planned.kind, planned.id) === found.id) return false;
  if (planned.kind === 'volume' && destination.config.ceph !== undefined) await releaseVolume(destination, found.id);
  await kind.undo(destination, found.id);
  return true;
}

/** What no mark tells apart is noted before it is made: an undo finds it even if the answer never came. */
async function noteMaking({ work, kind, planned }: Task): Promise<void> {
  if (kind.isMarked !== undefined) return;
  const about = { kind: planned.kind, resourceId: planned.id, name: planned.name, step: 'create' };
  await work.tell({ type: 'making', message: 'nothing like it is there yet', ...about });
}

function twinOf({ planned }: Task): { kind: Task['planned']['kind']; sourceId: string; name: string } {
  return { kind: planned.kind, sourceId: planned.id, name: planned.name };
}

/** True when it carries our mark; kinds without one have a name that only our plan could have given. */
function isOurs({ kind, resource }: Task, found: Resource): boolean {
  return kind.isMarked === undefined || kind.isMarked(resource, found);
}

/** Takes what is there as the twin: ours by its mark, else only if it is the same. */
async function take(task: Task, found: Resource): Promise<void> {
  const { work, kind, resource, planned, passage } = task;
  const hasMark = kind.isMarked?.(resource, found) === true;
  const unequal = hasMark ? [] : kind.compare(resource, found, passage.lookup);
  if (unequal.length > 0) {
    throw new Problem({
      summary: `since the plan was made, a different ${planned.kind} ${planned.name} has appeared on the destination`,
      detail: unequal.map((one) => describeDifference(one)).join('; '),
      cure: 'Make a new plan.',
      remedy: 'ask',
    });
  }
  const origin = isOurs(task, found) ? 'created' : 'adopted';
  await work.noteTwin({ ...twinOf(task), destinationId: found.id, origin });
}
