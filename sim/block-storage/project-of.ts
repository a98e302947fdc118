import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';

const paramsSchema = z.looseObject({ project: z.string() });

/** The project of the path, which has to be that of the token. */
export function projectOf(request: FastifyRequest): string {
  const { project } = paramsSchema.parse(request.params);
  if (project !== callerOf(request).projectId) throw new ApiFault(400, 'Malformed request url');
  return project;
}
