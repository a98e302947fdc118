import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { paramOf } from './param-of.ts';
import { projectOf } from './project-of.ts';
import type { VolumeType } from './records.ts';

/** The type that the path names, if the caller may use it; 404 otherwise. */
export function findVolumeType({ state }: SimCloud, request: FastifyRequest): VolumeType {
  projectOf(request);
  const id = paramOf(request, 'type');
  const type = state.volumeTypes.get(id);
  if (type !== undefined && mayUseType(callerOf(request), type)) return type;
  throw new ApiFault(404, `Volume type ${id} could not be found.`);
}

export function mayUseType(caller: Caller, { isPublic, accessIds }: VolumeType): boolean {
  return isPublic || isAdmin(caller) || accessIds.includes(caller.projectId ?? '');
}
