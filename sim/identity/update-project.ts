import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { changedOptions } from './attribute-schemas.ts';
import { projectSchema, requireFreeName } from './create-project.ts';
import { requireMutable } from './require-mutable.ts';
import { required } from './missing.ts';
import { projectParents } from './project-parents.ts';
import { projectSubtree } from './project-subtree.ts';
import { extraOf, readEntity, requireSameId } from './read-entity.ts';
import type { Project } from './records.ts';
import type { View } from './view.ts';
import { views } from './views.ts';

const changeSchema = projectSchema.partial();
type Change = z.infer<typeof changeSchema>;

/** Throws a fault 400, 403, 404 or 409. The answer has the attributes that are none of Keystone's own once more. */
export function updateProject(cloud: SimCloud, request: FastifyRequest, id: string): View {
  const { entity, given } = readEntity(request, 'project', changeSchema, 'update');
  requireSameId(given, id);
  const project = required(cloud.state.projects.get(id), 'project', id);
  requireAllowed(cloud, project, entity, given);
  project.name = entity.name?.trim() ?? project.name;
  if (entity.description !== undefined) project.description = entity.description;
  project.enabled = entity.enabled ?? project.enabled;
  project.tags = entity.tags?.toSorted() ?? project.tags;
  project.options = changedOptions(project.options, entity.options);
  project.extra = { ...project.extra, ...extraOf(given, projectSchema) };
  return { ...views.project(project), id, extra: project.extra };
}

function requireAllowed(
  cloud: SimCloud,
  project: Project,
  change: Change,
  given: Readonly<Record<string, unknown>>,
): void {
  const { id, domainId, parentId, enabled } = project;
  if (change.domain_id !== undefined && change.domain_id !== domainId) {
    throw new ApiFault(400, 'Cannot change Domain ID');
  }
  requireMutable('project', project, given);
  if (change.parent_id !== undefined && change.parent_id !== parentId) {
    throw new ApiFault(403, 'Update of `parent_id` is not allowed.');
  }
  if (change.is_domain === true) throw new ApiFault(400, 'Update of `is_domain` is not allowed.');
  const isEnabled = (one: Project): boolean => one.enabled;
  if (!enabled && change.enabled !== false && !projectParents(cloud.state, project).every(isEnabled)) {
    throw new ApiFault(403, `Cannot enable project ${id} since it has disabled parents`);
  }
  if (enabled && change.enabled === false && projectSubtree(cloud.state, id).some(isEnabled)) {
    throw new ApiFault(403, `Cannot disable project ${id} since its subtree contains enabled projects.`);
  }
  const { name } = change;
  if (name !== undefined) requireFreeChange(cloud, project, name.trim(), given['id'] !== undefined);
}

/** Keystone fails over the words of its refusal when the body does not name the id, too. */
function requireFreeChange(cloud: SimCloud, { id, domainId }: Project, name: string, hasId: boolean): void {
  try {
    requireFreeName(cloud, { id, name }, domainId);
  } catch (fault) {
    throw hasId ? fault : new ApiFault(500, 'An unexpected error prevented the server from fulfilling your request.');
  }
}
