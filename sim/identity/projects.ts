import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { answerList } from './answer-list.ts';
import { answerOne, linked } from './answer-one.ts';
import { createProject } from './create-project.ts';
import { effectiveGrants } from './effective-grants.ts';
import { enforce } from './enforce.ts';
import { isMatch } from './is-match.ts';
import { missing } from './missing.ts';
import { pathValue } from './path-value.ts';
import { projectParents } from './project-parents.ts';
import { projectSubtree } from './project-subtree.ts';
import { isAskedFor, queryValues } from './query-values.ts';
import type { Project } from './records.ts';
import { removeProject } from './remove-project.ts';
import { removeDomain, updateDomainProject } from './domains.ts';
import { updateProject } from './update-project.ts';
import type { View } from './view.ts';
import { views } from './views.ts';

const nouns = ['project', 'projects'] as const;
const filters = ['domain_id', 'enabled', 'name', 'parent_id', 'is_domain'];

/** `/v3/projects`; domains are projects too. */
export function projectRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;

  app.get('/v3/projects', async (request) => {
    const { domainId } = callerOf(request);
    enforce(cloud, request, 'list_projects', { domainId });
    const hasDomains = queryValues(request)['is_domain'] !== undefined;
    const all = [...(hasDomains ? state.domains.list().map(views.domainProject) : []), ...listed(cloud)];
    const found = all
      .filter((view) => domainId === undefined || view['domain_id'] === domainId)
      .filter(isMatch(request, filters))
      .filter(isTagged(request));
    return answerList(cloud, request, 'projects', found);
  });

  app.post('/v3/projects', async (request, reply) => {
    enforce(cloud, request, 'create_project');
    return reply.code(201).send(answerOne(cloud, nouns, createProject(cloud, request)));
  });

  app.get('/v3/projects/:projectId', async (request) => {
    const id = pathValue(request, 'projectId');
    const project = state.projects.get(id);
    const domain = state.domains.get(id);
    enforce(cloud, request, 'get_project', { projectId: project?.id, domainId: project?.domainId });
    if (project !== undefined)
      return answerOne(cloud, nouns, { ...views.project(project), ...family(cloud, request, project) });
    if (domain !== undefined) return answerOne(cloud, nouns, views.domainProject(domain));
    throw missing('project', id);
  });

  app.patch('/v3/projects/:projectId', async (request) => {
    enforce(cloud, request, 'update_project');
    const id = pathValue(request, 'projectId');
    const domain = state.domains.get(id);
    if (domain !== undefined) return answerOne(cloud, nouns, updateDomainProject(cloud, request, domain));
    return answerOne(cloud, nouns, updateProject(cloud, request, id));
  });

  app.delete('/v3/projects/:projectId', async (request, reply) => {
    enforce(cloud, request, 'delete_project');
    const id = pathValue(request, 'projectId');
    const project = state.projects.get(id);
    const domain = state.domains.get(id);
    if (project !== undefined) removeProject(cloud, project);
    else if (domain !== undefined) removeDomain(cloud, domain);
    else throw missing('project', id);
    return reply.code(204).send();
  });
}

function listed({ state }: SimCloud): View[] {
  return state.projects.list().map(views.project);
}

/** The filters `tags`, `tags-any`, `not-tags` and `not-tags-any`. */
function isTagged(request: FastifyRequest): (view: View) => boolean {
  const query = queryValues(request);
  const wanted = (name: string): string[] | undefined => query[name]?.split(',');
  const [all, any, notAll, notAny] = ['tags', 'tags-any', 'not-tags', 'not-tags-any'].map(wanted);
  return ({ tags: own }) => {
    const has = (tag: string): boolean => Array.isArray(own) && own.includes(tag);
    const isIn = (all?.every(has) ?? true) && (any?.some(has) ?? true);
    return isIn && notAll?.every(has) !== true && notAny?.some(has) !== true;
  };
}

/** The projects above and below, as ids or as a list of those that the caller may work in. */
function family(cloud: SimCloud, request: FastifyRequest, project: Project): object {
  const [parentsAsList, parentsAsIds] = [isAskedFor(request, 'parents_as_list'), isAskedFor(request, 'parents_as_ids')];
  const [subtreeAsList, subtreeAsIds] = [isAskedFor(request, 'subtree_as_list'), isAskedFor(request, 'subtree_as_ids')];
  if (parentsAsList && parentsAsIds) throw both('parents');
  if (subtreeAsList && subtreeAsIds) throw both('subtree');
  const { state } = cloud;
  const { userId } = callerOf(request);
  const own = new Set(effectiveGrants(state, { userId }).map(({ target }) => target.id));
  const asList = (projects: readonly Project[]): object[] =>
    projects.filter(({ id }) => own.has(id)).map((one) => ({ project: linked(cloud, 'projects', views.project(one)) }));
  return {
    ...(parentsAsList ? { parents: asList(projectParents(state, project)) } : {}),
    ...(parentsAsIds ? { parents: idsAbove(cloud, project) } : {}),
    ...(subtreeAsList ? { subtree: asList(projectSubtree(state, project.id)) } : {}),
    ...(subtreeAsIds ? { subtree: idsBelow(cloud, project.id) } : {}),
  };
}

function both(what: string): ApiFault {
  return new ApiFault(400, `Cannot use ${what}_as_list and ${what}_as_ids query params at the same time.`);
}

/** `{"parent": {"its parent": {"the domain": null}}}`. */
function idsAbove({ state }: SimCloud, project: Project): object {
  const ids = [...projectParents(state, project).map(({ id }) => id), project.domainId];
  return ids.reduceRight<object>((above, id) => ({ [id]: Object.keys(above).length === 0 ? null : above }), {});
}

function idsBelow(cloud: SimCloud, projectId: string): object | null {
  const children = cloud.state.projects.where(({ parentId }) => parentId === projectId);
  if (children.length === 0) return null;
  return Object.fromEntries(children.map(({ id }) => [id, idsBelow(cloud, id)]));
}
