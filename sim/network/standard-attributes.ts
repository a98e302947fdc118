import { attributeValues } from './attribute-values.ts';

/** What the attributes of all resources have in common. */
export const standardAttributes = {
  /** May be given at any time. */
  values: { name: attributeValues.name.optional(), description: attributeValues.name.optional() },
  /** Never given. */
  fixed: ['id', 'status', 'tags', 'created_at', 'updated_at', 'revision_number'],
  filters: ['id', 'name', 'description', 'status', 'revision_number', 'tags', 'tags-any', 'not-tags', 'not-tags-any'],
  sorts: ['id', 'name', 'status', 'tenant_id', 'project_id'],
} as const;
