import { Problem } from '../../base/problem.ts';
import type { Resource } from '../../resources/kind.ts';
import type { Task } from '../work.ts';

/** The twin of the task's resource as it is now. Throws a Problem when somebody deleted it. */
export async function twin({ work, kind, planned, passage }: Task): Promise<Resource> {
  const id = passage.lookup.id(planned.kind, planned.id);
  const found = await kind.read(passage.destination, id);
  if (found !== undefined) return found;
  const isMade = work.plan.nodes.some(({ key }) => key === `${planned.kind}/${planned.id}`);
  throw new Problem({
    summary: `the ${planned.kind} ${planned.name} (${id}) has vanished from the destination`,
    cure: isMade
      ? 'Somebody deleted it while the run went on: run the same command again, and it is made again.'
      : 'Somebody deleted it while the run went on: make a new plan.',
    remedy: 'ask',
  });
}
