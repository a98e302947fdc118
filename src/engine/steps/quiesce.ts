import { stopServer, suspendServer } from '../../openstack/compute.ts';
import { touchServer } from '../touch-server.ts';
import { followerTasks } from '../volume-tasks.ts';
import type { Step, Task } from '../work.ts';
import { serverOf } from './server-of.ts';

/**
 * Brings the source server to rest, if it is as planned, and those that share volumes which it takes along. One that
 * rested when it was planned is left as it is.
 */
export const quiesce: Step = async (task) => {
  for (const one of [task, ...followerTasks(task)]) await bringToRest(one);
};

async function bringToRest(task: Task): Promise<void> {
  await touchServer(task);
  const { source, lookup } = task.passage;
  const { id, status } = serverOf(task);
  if (status !== 'ACTIVE') return;
  await (lookup.choices.quiesce === 'suspend' ? suspendServer(source, id) : stopServer(source, id));
}
