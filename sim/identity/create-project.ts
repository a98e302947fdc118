import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { attributeSchemas, changedOptions, tagsSchema } from './attribute-schemas.ts';
import { projectParents } from './project-parents.ts';
import { extraOf, normalized, readEntity } from './read-entity.ts';
import { isSameName } from './same-name.ts';
import type { View } from './view.ts';
import { views } from './views.ts';

export const projectSchema = z.looseObject({
  name: attributeSchemas.shortName,
  domain_id: attributeSchemas.id.nullish(),
  parent_id: attributeSchemas.id.nullish(),
  is_domain: z.boolean().optional(),
  description: z.string().nullish(),
  enabled: z.boolean().optional(),
  tags: tagsSchema.optional(),
  options: attributeSchemas.options.optional(),
});

/** How many projects may stand one below the other. */
const maxDepth = 5;

/** A new project, or a domain where the body says `is_domain`. Throws a fault 400, 403 or 409. */
export function createProject(cloud: SimCloud, request: FastifyRequest): View {
  const { entity, given } = readEntity(request, 'project', projectSchema);
  const { state, random } = cloud;
  const common = {
    id: random.hexId(),
    name: entity.name.trim(),
    description: entity.description === undefined ? '' : entity.description,
    enabled: entity.enabled ?? true,
    tags: (entity.tags ?? []).toSorted(),
    options: changedOptions({}, entity.options),
    extra: normalized(extraOf(given, projectSchema)),
  };
  if (entity.is_domain === true) {
    if (state.domains.find(({ name }) => isSameName(name, common.name)) !== undefined) {
      const reason = `it is not permitted to have two projects acting as domains with the same name: ${common.name}`;
      throw new ApiFault(409, `Conflict occurred attempting to store project - ${reason}.`);
    }
    return views.domainProject(state.domains.put(common));
  }
  const domainId = entity.domain_id ?? callerOf(request).domainId ?? 'default';
  const parentId = entity.parent_id ?? domainId;
  requirePlace(cloud, domainId, parentId);
  requireFreeName(cloud, common, domainId);
  const project = state.projects.put({ ...common, domainId, parentId });
  return { ...views.project(project), id: project.id, tags: entity.tags ?? [] };
}

/** The parent is there, in the same domain, enabled as all above it, and not too deep. */
function requirePlace({ state }: SimCloud, domainId: string, parentId: string): void {
  const domain = state.domains.get(domainId);
  if (domain === undefined) throw new ApiFault(400, `Could not find domain: ${domainId}.`);
  const parent = state.projects.get(parentId);
  if (parent === undefined && !state.domains.list().some(({ id }) => id === parentId)) {
    throw new ApiFault(400, `Could not find project: ${parentId}.`);
  }
  if ((parent?.domainId ?? parentId) !== domainId) {
    const words = `it specifies its domain_id ${domainId}, but specifies a parent in a different domain`;
    throw new ApiFault(400, `Cannot create project, since ${words} (${parent?.domainId ?? parentId}).`);
  }
  const above = parent === undefined ? [] : [parent, ...projectParents(state, parent)];
  const disabled = [...above, domain].find(({ enabled }) => !enabled);
  if (disabled !== undefined) {
    throw new ApiFault(400, `cannot create a project in a branch containing a disabled project: ${disabled.id}`);
  }
  if (above.length >= maxDepth) throw new ApiFault(403, `Max hierarchy depth reached for ${parentId} branch.`);
}

/** Throws a fault 409 when another project of the domain has the name. */
export function requireFreeName(
  { state }: SimCloud,
  { id, name }: { readonly id: string; readonly name: string },
  domainId: string,
): void {
  const isTaken = state.projects.find(
    (one) => one.id !== id && one.domainId === domainId && isSameName(one.name, name),
  );
  if (isTaken === undefined) return;
  const reason = 'it is not permitted to have two projects with either the same name or same id in the same domain';
  throw new ApiFault(
    409,
    `Conflict occurred attempting to store project - ${reason}: name is ${name}, project id ${id}.`,
  );
}
