import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Flavor } from './records.ts';

/** A flavor that the caller may see: one that is not public belongs to the projects of its access list. */
export function visibleFlavor({ state }: SimCloud, caller: Caller, id: string): Flavor | undefined {
  const flavor = state.flavors.get(id);
  return flavor !== undefined && isFlavorVisible(flavor, caller) ? flavor : undefined;
}

function isFlavorVisible({ isPublic, accessIds }: Flavor, caller: Caller): boolean {
  return isPublic || isAdmin(caller) || accessIds.includes(caller.projectId ?? '');
}

const paramsSchema = z.object({ flavorId: z.string() });

/** The flavor that the address of a request names. */
export function flavorOf(cloud: SimCloud, request: FastifyRequest): Flavor {
  const { flavorId } = paramsSchema.parse(request.params);
  const flavor = visibleFlavor(cloud, callerOf(request), flavorId);
  if (flavor === undefined) throw new ApiFault(404, `Flavor ${flavorId} could not be found.`);
  return flavor;
}
