import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { paramOf } from './param-of.ts';
import { projectOf } from './project-of.ts';
import type { Volume, VolumeSnapshot } from './records.ts';

/** The volume that the path names, as far as the caller may know of it. */
export function findVolume(cloud: SimCloud, request: FastifyRequest): Volume {
  projectOf(request);
  return findVolumeById(cloud, request, paramOf(request, 'volume'));
}

export function findVolumeById({ state }: SimCloud, request: FastifyRequest, id: string): Volume {
  const volume = state.volumes.get(id);
  if (volume !== undefined && mayAct(callerOf(request), volume.projectId)) return volume;
  throw new ApiFault(404, `Volume ${id} could not be found.`);
}

/** The snapshot that the path names, as far as the caller may know of it. */
export function findSnapshot(cloud: SimCloud, request: FastifyRequest): VolumeSnapshot {
  projectOf(request);
  return findSnapshotById(cloud, request, paramOf(request, 'snapshot'));
}

export function findSnapshotById({ state }: SimCloud, request: FastifyRequest, id: string): VolumeSnapshot {
  const snapshot = state.volumeSnapshots.get(id);
  if (snapshot !== undefined && mayAct(callerOf(request), snapshot.projectId)) return snapshot;
  throw new ApiFault(404, `Snapshot ${id} could not be found.`);
}
