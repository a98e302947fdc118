import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { attributeSchemas, changedOptions } from './attribute-schemas.ts';
import { required } from './missing.ts';
import { extraOf, normalized, readEntity } from './read-entity.ts';
import { isSameName } from './same-name.ts';
import type { View } from './view.ts';
import { views } from './views.ts';

const option = z.boolean().nullish();
export const ownUserSchema = z.looseObject({
  name: attributeSchemas.longName,
  domain_id: attributeSchemas.id.optional(),
  default_project_id: attributeSchemas.id.nullish(),
  enabled: z.boolean().optional(),
  password: z.string().nullish(),
  options: z
    .strictObject({
      ignore_change_password_upon_first_use: option,
      ignore_password_expiry: option,
      ignore_lockout_failure_attempts: option,
      ignore_user_inactivity: option,
      lock_password: option,
      multi_factor_auth_enabled: option,
      multi_factor_auth_rules: z.array(z.array(z.string()).min(1)).nullish(),
    })
    .optional(),
});
/** Kept among the attributes that are none of Keystone's own, but of one type only. */
export const userSchema = ownUserSchema.extend({ description: z.string().nullish() });

/** Throws a fault 400, 404 or 409. */
export function createUser(cloud: SimCloud, request: FastifyRequest): View {
  const { entity, given } = readEntity(request, 'user', userSchema);
  const domainId = entity.domain_id ?? callerOf(request).domainId ?? 'default';
  const name = entity.name.trim();
  required(cloud.state.domains.get(domainId), 'domain', domainId);
  requireUsableProject(cloud, entity.default_project_id);
  requireFreeUserName(cloud, name, domainId);
  const user = cloud.state.users.put({
    id: cloud.random.hexId(),
    name,
    domainId,
    enabled: entity.enabled ?? true,
    password: entity.password ?? undefined,
    defaultProjectId: entity.default_project_id ?? undefined,
    options: changedOptions({}, entity.options),
    extra: normalized(extraOf(given, ownUserSchema, ['federated'])),
  });
  return views.user(user);
}

/** Throws a fault 400 for a domain; a project that is not there is let through. */
export function requireUsableProject({ state }: SimCloud, defaultProjectId: string | null | undefined): void {
  if (state.domains.get(defaultProjectId ?? '') === undefined) return;
  throw new ApiFault(400, `User's default project ID cannot be a domain ID: ${defaultProjectId}`);
}

/** Throws a fault 409 when another user of the domain has the name. */
export function requireFreeUserName({ state }: SimCloud, name: string, domainId: string, ownId?: string): void {
  const isTaken = state.users.find(
    (one) => one.id !== ownId && one.domainId === domainId && isSameName(one.name, name),
  );
  if (isTaken === undefined) return;
  const reason = `Duplicate entry found with name ${name} at domain ID ${domainId}`;
  throw new ApiFault(409, `Conflict occurred attempting to store user - ${reason}.`);
}
