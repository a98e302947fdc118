import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import { projectOf } from './project-of.ts';

/** 403 in Cinder's words for all but administrators. */
export function requireVolumeAdmin(request: FastifyRequest, rule: string): void {
  projectOf(request);
  if (!isAdmin(callerOf(request))) throw new ApiFault(403, `Policy doesn't allow ${rule} to be performed.`);
}
