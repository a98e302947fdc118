import type { Domain, Group, Project, Role, User } from './records.ts';
import type { View } from './view.ts';

/** Records as the API shows them, without their links. */
export const views = {
  domain: ({ id, name, description, enabled, tags, options, extra }: Domain): View => ({
    ...extra,
    id,
    name,
    description,
    enabled,
    tags,
    options,
  }),

  /** A domain as the project that it is, too. */
  domainProject: (domain: Domain): View => ({
    ...views.domain(domain),
    id: domain.id,
    domain_id: null,
    parent_id: null,
    is_domain: true,
  }),

  project: ({ id, name, domainId, parentId, description, enabled, tags, options, extra }: Project): View => ({
    ...extra,
    id,
    name,
    domain_id: domainId,
    description,
    enabled,
    parent_id: parentId,
    is_domain: false,
    tags,
    options,
  }),

  user: ({ id, name, domainId, enabled, defaultProjectId, options, extra }: User): View => ({
    ...extra,
    id,
    name,
    domain_id: domainId,
    enabled,
    ...(defaultProjectId === undefined ? {} : { default_project_id: defaultProjectId }),
    password_expires_at: null,
    options,
  }),

  group: ({ id, name, domainId, description, extra }: Group): View => ({
    ...extra,
    id,
    name,
    domain_id: domainId,
    description,
  }),

  role: ({ id, name, domainId, description, options, extra }: Role): View => ({
    ...extra,
    id,
    name,
    domain_id: domainId ?? null,
    description,
    options,
  }),
};
