import { keyOf } from '../inventory/select.ts';
import { carriageOf } from './carriage-of.ts';
import { taskOf } from './task-of.ts';
import type { Task } from './work.ts';

/** The volumes that a server's move takes along, each as a task of its own within the server's. */
export function volumeTasks({ work, planned, signal }: Task): Task[] {
  const { carrierOf } = carriageOf(work.plan);
  return work.plan.resources
    .filter(({ kind, id }) => kind === 'volume' && carrierOf(id) === planned.id)
    .map(({ id }) => ({ ...taskOf(work, keyOf('volume', id)), ...(signal === undefined ? {} : { signal }) }));
}

/** Servers that rest with this one, as it takes along what they share. */
export function followerTasks({ work, planned }: Task): Task[] {
  const followers = carriageOf(work.plan).followersOf(planned.id);
  return followers.map((id) => taskOf(work, keyOf('server', id)));
}
