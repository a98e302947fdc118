import type { FastifyInstance } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { answerList } from './answer-list.ts';
import { catalog } from './catalog.ts';
import { effectiveGrants, effectiveRoleIds } from './effective-grants.ts';
import { enforce } from './enforce.ts';
import { link } from './link.ts';
import { projectsOf } from './users.ts';
import { views } from './views.ts';

/** What the caller could have a token for. */
export function authScopeRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;

  app.get('/v3/auth/projects', async (request) => {
    const { userId } = enforce(cloud, request, 'get_auth_projects');
    return answerList(cloud, request, 'projects', projectsOf(cloud, userId));
  });

  app.get('/v3/auth/domains', async (request) => {
    const { userId } = enforce(cloud, request, 'get_auth_domains');
    const ids = new Set(effectiveGrants(state, { userId }).map(({ target }) => target.id));
    const own = state.domains.where(({ id }) => ids.has(id)).map(views.domain);
    return answerList(cloud, request, 'domains', own);
  });

  app.get('/v3/auth/system', async (request) => {
    const { userId } = enforce(cloud, request, 'get_auth_system');
    const roleIds = effectiveRoleIds(state, userId, { type: 'system', id: 'system' });
    return { system: roleIds.length === 0 ? [] : [{ all: true }], links: { self: link(cloud, '/auth/system') } };
  });

  app.get('/v3/auth/catalog', async (request) => {
    const { projectId } = enforce(cloud, request, 'get_auth_catalog');
    if (projectId === undefined) throw new ApiFault(403, 'You are not authorized to perform the requested action.');
    return { catalog: catalog(cloud, projectId), links: { self: link(cloud, '/auth/catalog') } };
  });
}
