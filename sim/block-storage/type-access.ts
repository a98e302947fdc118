import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { findVolumeType } from './find-volume-type.ts';
import { requireVolumeAdmin } from './require-volume-admin.ts';

const projectSchema = z.strictObject({ project: z.string().min(1) });
const actionSchema = z.union([
  z.strictObject({ addProjectAccess: projectSchema }),
  z.strictObject({ removeProjectAccess: projectSchema }),
]);

/** Which projects may use a type that is not public. */
export function typeAccess(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/v3/:project/types/:type/os-volume-type-access', async (request) => {
    requireVolumeAdmin(request, 'volume_extension:volume_type_access:get_all_for_type');
    const { id, isPublic, accessIds } = findVolumeType(cloud, request);
    if (isPublic) throw new ApiFault(404, 'Access list not available for public volume types.');
    return { volume_type_access: accessIds.map((project_id) => ({ volume_type_id: id, project_id })) };
  });
  app.post('/v3/:project/types/:type/action', async (request, reply) => {
    requireVolumeAdmin(request, 'volume_extension:volume_type_access:addProjectAccess');
    const type = findVolumeType(cloud, request);
    const action = parseBody(request, actionSchema);
    const isAdding = 'addProjectAccess' in action;
    const { project } = isAdding ? action.addProjectAccess : action.removeProjectAccess;
    const isThere = type.accessIds.includes(project);
    if (type.isPublic) throw new ApiFault(409, 'Type access modification is not applicable to public volume type.');
    const pair = `${type.id} / ${project} combination`;
    if (isAdding && isThere) throw new ApiFault(409, `Volume type access for ${pair} already exists.`);
    if (!isAdding && !isThere) throw new ApiFault(404, `Volume type access not found for ${pair}.`);
    type.accessIds = isAdding ? [...type.accessIds, project] : type.accessIds.filter((id) => id !== project);
    return reply.code(202).send();
  });
}
