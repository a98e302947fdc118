import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, callerOf, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Image } from './records.ts';

const paramsSchema = z.looseObject({ image: z.string() });

/** The image that the path names, if the caller may see it; 404 otherwise. */
export function findImage(cloud: SimCloud, request: FastifyRequest): Image {
  const { image: id } = paramsSchema.parse(request.params);
  const image = cloud.state.images.get(id);
  if (image !== undefined && isVisible(cloud, callerOf(request), image)) return image;
  throw new ApiFault(404, `No image found with ID ${id}`);
}

/** The same for a change: only its owner and administrators may, and others who see it get 403. */
export function findOwnImage(cloud: SimCloud, request: FastifyRequest): Image {
  const image = findImage(cloud, request);
  if (mayAct(callerOf(request), image.owner)) return image;
  throw new ApiFault(403, 'You are not permitted to modify this image.');
}

/** Shared images are seen by their members whatever they said to the offer. */
function isVisible({ state }: SimCloud, caller: Caller, image: Image): boolean {
  const { id, owner, visibility } = image;
  if (owner === null || mayAct(caller, owner) || visibility === 'public' || visibility === 'community') return true;
  const isMember = state.imageMembers.get(`${id}/${caller.projectId ?? ''}`) !== undefined;
  return visibility === 'shared' && isMember;
}
