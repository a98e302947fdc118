import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, callerOf, isAdmin, mayAct } from '../cloud/caller.ts';

/** Nova's rule `rule:context_is_admin`; a fault 403 that names the rule otherwise. */
export function adminPolicy(request: FastifyRequest, rule: string): Caller {
  const caller = callerOf(request);
  return isAdmin(caller) ? caller : refuse(rule);
}

/** Nova's rule `project_member_or_admin`, for a thing of a project. */
export function projectPolicy(request: FastifyRequest, rule: string, projectId: string): Caller {
  const caller = callerOf(request);
  return mayAct(caller, projectId) ? caller : refuse(rule);
}

/** Nova's rule for keypairs: their user, and administrators. */
export function userPolicy(request: FastifyRequest, rule: string, userId: string): Caller {
  const caller = callerOf(request);
  return isAdmin(caller) || caller.userId === userId ? caller : refuse(rule);
}

function refuse(rule: string): never {
  throw new ApiFault(403, `Policy doesn't allow ${rule} to be performed.`);
}
