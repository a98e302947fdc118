import { actAs } from '../../openstack/act-as.ts';
import { stopServer, suspendServer } from '../../openstack/compute.ts';
import { touchServer } from '../touch-server.ts';
import { followerTasks } from '../volume-tasks.ts';
import type { Step, Task } from '../work.ts';
import { serverOf } from './server-of.ts';

/**
 * Brings the source server to rest, if it is as planned, and those that share volumes which it takes along. One that
 * rested when it was planned is left as it is. None is touched before the owners of all have shown that they may act
 * on the destination, where the twins are made in their names.
 */
export const quiesce: Step = async (task) => {
  const all = [task, ...followerTasks(task)];
  for (const one of all) await requireVoice(one);
  for (const one of all) await bringToRest(one);
};

async function requireVoice(task: Task): Promise<void> {
  const { destination, lookup } = task.passage;
  const { userId, projectId } = serverOf(task);
  await actAs(destination, lookup.id('user', userId), lookup.id('project', projectId));
}

async function bringToRest(task: Task): Promise<void> {
  await touchServer(task);
  const { source, lookup } = task.passage;
  const { id, status } = serverOf(task);
  if (status !== 'ACTIVE') return;
  await (lookup.choices.quiesce === 'suspend' ? suspendServer(source, id) : stopServer(source, id));
}
