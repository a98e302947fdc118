import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { changedOptions } from './attribute-schemas.ts';
import { ownUserSchema, requireFreeUserName, requireUsableProject, userSchema } from './create-user.ts';
import { required } from './missing.ts';
import { extraOf, readEntity, requireSameId } from './read-entity.ts';
import { revokeTokensOf } from './refresh-tokens.ts';
import type { View } from './view.ts';
import { views } from './views.ts';

/** Throws a fault 400, 404 or 409. A new password ends all tokens of the user, and so does disabling. */
export function updateUser(cloud: SimCloud, request: FastifyRequest, id: string): View {
  const user = required(cloud.state.users.get(id), 'user', id);
  const { entity, given } = readEntity(request, 'user', userSchema.partial(), 'update');
  requireSameId(given, id);
  if (entity.domain_id !== undefined && entity.domain_id !== user.domainId) {
    throw new ApiFault(400, 'Cannot change Domain ID');
  }
  requireUsableProject(cloud, entity.default_project_id);
  const name = entity.name?.trim() ?? user.name;
  requireFreeUserName(cloud, name, user.domainId, id);
  const isDisabled = entity.enabled === false && user.enabled;
  user.name = name;
  user.enabled = entity.enabled ?? user.enabled;
  if (entity.default_project_id !== undefined) user.defaultProjectId = entity.default_project_id ?? undefined;
  if (entity.password !== undefined) user.password = entity.password ?? undefined;
  user.options = changedOptions(user.options, entity.options);
  user.extra = { ...user.extra, ...extraOf(given, ownUserSchema, ['federated']) };
  if (isDisabled || typeof entity.password === 'string') revokeTokensOf(cloud, user);
  return { ...views.user(user), id, extra: user.extra };
}
