import type { FastifyInstance } from 'fastify';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { authScopeRoutes } from './auth-scopes.ts';
import { catalogRoutes } from './catalog-routes.ts';
import { credentialRoutes } from './credentials.ts';
import { domainRoutes } from './domains.ts';
import { ec2CredentialRoutes } from './ec2-credentials.ts';
import { ec2TokenRoutes } from './ec2-tokens.ts';
import { grantRoutes } from './grants.ts';
import { groupMemberRoutes } from './group-members.ts';
import { groupRoutes } from './groups.ts';
import { impliedRoleRoutes } from './implied-roles.ts';
import { limitRoutes } from './limits.ts';
import { projectTagRoutes } from './project-tags.ts';
import { projectRoutes } from './projects.ts';
import { refreshTokens } from './refresh-tokens.ts';
import { roleAssignmentRoutes } from './role-assignments.ts';
import { roleRoutes } from './roles.ts';
import { tokenRoutes } from './tokens.ts';
import { userRoutes } from './users.ts';
import { versionRoutes } from './versions.ts';

const collections = [
  versionRoutes,
  tokenRoutes,
  ec2TokenRoutes,
  authScopeRoutes,
  catalogRoutes,
  domainRoutes,
  projectRoutes,
  projectTagRoutes,
  userRoutes,
  ec2CredentialRoutes,
  groupRoutes,
  groupMemberRoutes,
  roleRoutes,
  impliedRoleRoutes,
  grantRoutes,
  roleAssignmentRoutes,
  credentialRoutes,
  limitRoutes,
] as const;

const readingMethods = new Set(['GET', 'HEAD']);

/** Keystone v3 (`/identity/v3`), as the Zed release has it with its default policies. */
export function identityRoutes(app: FastifyInstance, cloud: SimCloud): void {
  for (const routes of collections) routes(app, cloud);

  app.addHook('onSend', async (request, reply) => {
    if (reply.statusCode === 401) void reply.header('www-authenticate', `Keystone uri="${cloud.url}/identity/v3"`);
    if (!readingMethods.has(request.method) && !request.url.endsWith('tokens')) refreshTokens(cloud);
  });

  app.setNotFoundHandler(async (_request, reply) => {
    const title = '<title>404 Not Found</title>\n<h1>Not Found</h1>';
    return reply.code(404).type('text/html; charset=utf-8').send(`<!doctype html>\n<html lang=en>\n${title}\n`);
  });
}
