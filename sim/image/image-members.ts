import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, callerOf, isAdmin, mayAct } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findImage } from './find-image.ts';
import type { Image, ImageMember } from './records.ts';

const paramsSchema = z.looseObject({ member: z.string() });
const offerSchema = z.looseObject({ member: z.string() });
const statusSchema = z.looseObject({ status: z.unknown() });
const statuses = ['pending', 'accepted', 'rejected'] as const;

const onlyShared = 'Only shared images have members.';

/** Projects that a shared image is offered to, and what they say to it. */
export function imageMembers(app: FastifyInstance, cloud: SimCloud): void {
  const { imageMembers: members } = cloud.state;
  app.get('/v2/images/:image/members', async (request) => {
    const image = findImage(cloud, request);
    const refusal = `Not allowed to list members for image ${image.id}`;
    if (image.visibility !== 'shared') throw new ApiFault(403, `${refusal}: ${onlyShared}`);
    const seen = members.where((member) => member.imageId === image.id && maySee(callerOf(request), image, member));
    return { members: seen.map(memberView), schema: '/v2/schemas/members' };
  });
  app.post('/v2/images/:image/members', async (request) => {
    const projectId = offeredTo(request);
    const image = findImage(cloud, request);
    requireShared(image, mayAct(callerOf(request), image.owner), 'create');
    const id = `${image.id}/${projectId}`;
    if (members.get(id) !== undefined) {
      throw new ApiFault(409, `Member ${projectId} is duplicated for image ${image.id}`);
    }
    const now = cloud.clock.now();
    const member = { id, imageId: image.id, projectId, status: 'pending', createdAt: now, updatedAt: now } as const;
    return memberView(members.put({ ...member }));
  });
  app.get('/v2/images/:image/members/:member', async (request) => {
    const image = findImage(cloud, request);
    if (image.visibility !== 'shared') throw new ApiFault(404, onlyShared);
    return memberView(findMember(cloud, request, image));
  });
  app.put('/v2/images/:image/members/:member', async (request) => {
    const { status } = answerOf(request);
    const caller = callerOf(request);
    const image = findImage(cloud, request);
    requireShared(image, isAdmin(caller) || caller.projectId !== image.owner, 'update');
    const member = findMember(cloud, request, image);
    const known = statuses.find((one) => one === status);
    if (known === undefined) {
      throw new ApiFault(400, 'Incorrect request: Status must be "pending", "accepted" or "rejected".');
    }
    member.status = known;
    member.updatedAt = cloud.clock.now();
    return memberView(member);
  });
  app.delete('/v2/images/:image/members/:member', async (request, reply) => {
    const image = findImage(cloud, request);
    requireShared(image, mayAct(callerOf(request), image.owner), 'delete');
    members.remove(findMember(cloud, request, image).id);
    return reply.code(204).send();
  });
}

function memberView({ projectId, imageId, status, createdAt, updatedAt }: ImageMember): Record<string, unknown> {
  const times = { created_at: createdAt, updated_at: updatedAt };
  return { member_id: projectId, image_id: imageId, status, ...times, schema: '/v2/schemas/member' };
}

/** The owner sees all of them, a member only itself. */
function maySee(caller: Caller, image: Image, member: ImageMember): boolean {
  return mayAct(caller, image.owner) || member.projectId === caller.projectId;
}

function requireShared({ id, visibility }: Image, mayChange: boolean, verb: string): void {
  if (visibility !== 'shared' || !mayChange) throw new ApiFault(403, `Not allowed to ${verb} members for image ${id}.`);
}

function findMember({ state }: SimCloud, request: FastifyRequest, image: Image): ImageMember {
  const { member: projectId } = paramsSchema.parse(request.params);
  const member = state.imageMembers.get(`${image.id}/${projectId}`);
  if (member !== undefined && maySee(callerOf(request), image, member)) return member;
  throw new ApiFault(404, `${projectId} not found in the member list of the image ${image.id}.`);
}

function offeredTo({ body }: FastifyRequest): string {
  if (body === undefined) throw new ApiFault(400, 'Body expected in request.');
  const parsed = offerSchema.safeParse(body);
  if (!parsed.success) throw new ApiFault(400, 'Member to be added not specified');
  if (parsed.data.member === '') throw new ApiFault(400, "Member can't be empty");
  return parsed.data.member;
}

function answerOf({ body }: FastifyRequest): { readonly status: unknown } {
  const parsed = statusSchema.safeParse(body);
  if (!parsed.success || !('status' in parsed.data)) throw new ApiFault(400, 'Status not specified');
  return { status: parsed.data.status };
}
