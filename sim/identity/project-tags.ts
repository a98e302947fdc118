import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { attributeSchemas, tagsSchema } from './attribute-schemas.ts';
import { enforce } from './enforce.ts';
import { link } from './link.ts';
import { missing, required } from './missing.ts';
import { pathValue } from './path-value.ts';
import { checked } from './read-entity.ts';
import type { Project } from './records.ts';

/** `/v3/projects/{id}/tags`. */
export function projectTagRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const answer = (tags: readonly string[]): object => ({ links: { self: link(cloud, '') }, tags });

  app.get('/v3/projects/:projectId/tags', async (request) =>
    answer(taggedProject(cloud, request, 'list_project_tags').tags),
  );

  app.put('/v3/projects/:projectId/tags', async (request) => {
    const project = taggedProject(cloud, request, 'update_project_tags');
    const body = z.looseObject({ tags: z.unknown() }).safeParse(request.body).data;
    const tags = checked(body?.tags ?? {}, tagsSchema).map((tag) => tag.trim());
    requireTagsMutable(project);
    project.tags = tags.toSorted();
    return answer(tags);
  });

  app.delete('/v3/projects/:projectId/tags', async (request, reply) => {
    const project = taggedProject(cloud, request, 'delete_project_tags');
    requireTagsMutable(project);
    project.tags = [];
    return reply.code(204).send();
  });

  app.get('/v3/projects/:projectId/tags/:tag', async (request, reply) => {
    const tag = pathValue(request, 'tag');
    if (!taggedProject(cloud, request, 'get_project_tag').tags.includes(tag)) throw missing('project tag', tag);
    return reply.code(204).send();
  });

  app.put('/v3/projects/:projectId/tags/:tag', async (request, reply) => {
    const project = taggedProject(cloud, request, 'create_project_tag');
    const tag = checked(pathValue(request, 'tag'), attributeSchemas.tag);
    const tags = checked([...project.tags, tag], tagsSchema);
    requireTagsMutable(project);
    project.tags = tags.toSorted();
    const location = link(cloud, `/projects/${project.id}/tags/${encodeURIComponent(tag)}`);
    return reply.code(201).header('location', location).type('text/html; charset=utf-8').send('');
  });

  app.delete('/v3/projects/:projectId/tags/:tag', async (request, reply) => {
    const project = taggedProject(cloud, request, 'delete_project_tag');
    const tag = pathValue(request, 'tag');
    requireTagsMutable(project);
    if (!project.tags.includes(tag)) throw missing('project tag', tag);
    project.tags = project.tags.filter((own) => own !== tag);
    return reply.code(204).send();
  });
}

function taggedProject(cloud: SimCloud, request: FastifyRequest, action: string): Project {
  const id = pathValue(request, 'projectId');
  const project = cloud.state.projects.get(id);
  enforce(cloud, request, action, { projectId: project?.id, domainId: project?.domainId });
  return required(project, 'project', id);
}

function requireTagsMutable({ id, options }: Project): void {
  if (options['immutable'] !== true) return;
  const hint = 'Set "immutable" option to false before creating project tags.';
  throw new ApiFault(403, `Cannot update project tags for ${id}, project is immutable. ${hint}`);
}
