import { Problem } from '../base/problem.ts';
import { connectKey } from '../plan/graph.ts';
import type { PlanNode } from '../plan/plan.ts';
import { kinds } from '../resources/all.ts';
import type { Ref } from '../resources/kind.ts';
import { taskOf } from './task-of.ts';
import type { Task, Work } from './work.ts';

/**
 * Keys of nodes that were done and are to be carried out again, since somebody deleted their twins while others need
 * them: these, what needs these, and what was joined to any of them. Of what has moved, servers and volumes, nothing
 * is made again. Forgets the twins that are gone.
 */
export async function goneTwins(work: Work, done: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const open = work.plan.nodes.filter(({ key }) => !done.has(key));
  const wanted = new Set(open.flatMap(({ needs }) => needs));
  const made = work.plan.nodes.filter(
    ({ key, kind, id }) => done.has(key) && key === `${kind}/${id}` && kinds[kind].category === 'supplementary',
  );
  const asked = made.filter(({ key }) => wanted.has(key)).map(({ key }) => taskOf(work, key));
  const checked = await Promise.all(asked.map(async (task) => ({ task, isGone: await isGone(task) })));
  const gone = checked.flatMap(({ task, isGone: is }) => (is ? [task] : []));
  if (gone.length === 0) return new Set();
  for (const { planned } of gone) {
    await work.forgetTwin(planned.kind, planned.id);
    const about = { kind: planned.kind, resourceId: planned.id, name: planned.name };
    const message = `${planned.kind} ${planned.name} has vanished from the destination, and is made again`;
    await work.tell({ type: 'note', message, ...about });
  }
  const tasks = made.map(({ key }) => taskOf(work, key));
  return keysOf(withNeeders(gone, tasks), work, done);
}

/** One that was forgotten before the process was killed has no id any more; one that cannot be read may be there. */
async function isGone({ kind, planned, passage }: Task): Promise<boolean> {
  const id = passage.lookup.find(planned.kind, planned.id);
  try {
    return id === undefined || (await kind.read(passage.destination, id)) === undefined;
  } catch (problem) {
    if (problem instanceof Problem) return false;
    throw problem;
  }
}

/** Those that are gone, and all that needs them: it may be gone with them, or name them by an id that is no more. */
function withNeeders(gone: readonly Task[], made: readonly Task[]): ReadonlySet<Task> {
  const found = new Set(gone);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    const keys = keysOfTasks(found);
    for (const task of made) {
      if (pointsTo(task.kind.needs(task.resource, task.work.plan.choices), keys)) found.add(task);
    }
  }
  return found;
}

function keysOf(again: ReadonlySet<Task>, work: Work, done: ReadonlySet<string>): ReadonlySet<string> {
  const keys = keysOfTasks(again);
  const isJoinedTo = (node: PlanNode): boolean => {
    if (node.key !== connectKey(`${node.kind}/${node.id}`)) return false;
    const { kind, resource } = taskOf(work, node.key);
    return keys.has(`${node.kind}/${node.id}`) || pointsTo(kind.links?.(resource) ?? [], keys);
  };
  const joined = work.plan.nodes.filter((node) => done.has(node.key) && isJoinedTo(node));
  return new Set([...keys, ...joined.map(({ key }) => key)]);
}

function keysOfTasks(tasks: Iterable<Task>): ReadonlySet<string> {
  return new Set([...tasks].map(({ node }) => node.key));
}

function pointsTo(refs: readonly Ref[], keys: ReadonlySet<string>): boolean {
  return refs.some(({ kind, id }) => keys.has(`${kind}/${id}`));
}
