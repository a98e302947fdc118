import type { FastifyRequest } from 'fastify';
import { ApiFault } from './api-fault.ts';

/** Who sends a request, as its token says. */
export interface Caller {
  readonly userId: string;
  /** What the token is for; a project, a domain, the system, or nothing. */
  readonly projectId: string | undefined;
  readonly domainId: string | undefined;
  readonly isSystem: boolean;
  /** Names, those that are implied included. */
  readonly roles: readonly string[];
  readonly token: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set for every request but those of public routes; read it with `callerOf`. */
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** No token is needed: version documents, and the requests that give tokens. */
    isPublic?: boolean;
  }
}

export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new ApiFault(401, 'The request you have made requires authentication.');
  return request.caller;
}

export function isAdmin({ roles }: Caller): boolean {
  return roles.includes('admin');
}

/** The policy of most rules that change what belongs to a whole cloud: `role:admin`. */
export function requireAdmin(request: FastifyRequest): Caller {
  const caller = callerOf(request);
  if (isAdmin(caller)) return caller;
  throw new ApiFault(403, 'You are not authorized to perform the requested action.');
}

/** The policy of what belongs to a project: its members and administrators. */
export function mayAct(caller: Caller, projectId: string | null | undefined): boolean {
  return isAdmin(caller) || (caller.projectId !== undefined && caller.projectId === projectId);
}
