import { port } from '../../resources/port.ts';
import type { Task } from '../work.ts';
import { sourcePorts, switchPort } from './source-ports.ts';

/** Switches on again what `silencePorts` switched off: the ports that were on when the plan was made. */
export async function restorePorts(task: Task): Promise<void> {
  const planned = task.work.plan.resources
    .filter(({ kind }) => kind === 'port')
    .map(({ resource }) => port.schema.parse(resource));
  for (const { id, admin_state_up: isUp } of await sourcePorts(task)) {
    const wasUp = planned.find((one) => one.id === id)?.isUp;
    if (!isUp && wasUp === true) await switchPort(task, id, true);
  }
}
