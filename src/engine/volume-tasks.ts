import { type VolumeCarriage, volumeCarriage } from '../plan/volume-carriage.ts';
import { keyOf } from '../inventory/select.ts';
import type { Plan } from '../plan/plan.ts';
import { kinds } from '../resources/all.ts';
import { taskOf } from './task-of.ts';
import type { Task } from './work.ts';

const known = new WeakMap<Plan, VolumeCarriage>();

/** Which server takes which volume along; the same for a whole run. */
export function carriageOf(plan: Plan): VolumeCarriage {
  const held = known.get(plan);
  if (held !== undefined) return held;
  const volumes = plan.resources.filter(({ kind, action }) => kind === 'volume' && action === 'create');
  const carriage = volumeCarriage(volumes.map(({ resource }) => kinds.volume.schema.parse(resource)));
  known.set(plan, carriage);
  return carriage;
}

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
