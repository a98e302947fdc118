import { Problem } from '../../base/problem.ts';
import type { Step, Task } from '../work.ts';

/** Finds what the destination makes by itself, such as the `default` security group of a new project. */
export const find: Step = async (task) => {
  const { work, planned, passage, kind, resource } = task;
  const draft = kind.translate(resource, passage.lookup);
  const twin = kind.match(resource, draft, await kind.candidates(passage.destination, resource, draft));
  if (twin === undefined) {
    throw new Problem({
      summary: `the destination has not made ${planned.kind} ${planned.name} by itself`,
      cure: 'Run the same command again; if it stays away, make it by hand.',
      remedy: 'wait',
    });
  }
  await work.noteTwin({ ...twinOf(task), destinationId: twin.id, origin: originOf(task) });
};

/** What the cloud made for a project that we created goes with that project when it is undone. */
function originOf({ work, planned }: Task): 'created' | 'adopted' {
  const owner = work.plan.resources.find(({ kind, id }) => kind === 'project' && id === planned.projectId);
  return owner?.action === 'create' ? 'created' : 'adopted';
}

export function twinOf({ planned }: Task): { kind: Task['planned']['kind']; sourceId: string; name: string } {
  return { kind: planned.kind, sourceId: planned.id, name: planned.name };
}
