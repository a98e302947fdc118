import type { Task } from '../work.ts';
import { sourcePorts, switchPort } from './source-ports.ts';

/** Switches off the source server's ports, so that it wakes without a network. */
export async function silencePorts(task: Task): Promise<void> {
  for (const { id, admin_state_up: isUp } of await sourcePorts(task)) if (isUp) await switchPort(task, id, false);
}
