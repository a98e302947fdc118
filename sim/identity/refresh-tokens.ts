import type { SimCloud } from '../cloud/sim-cloud.ts';
import { effectiveRoleIds } from './effective-grants.ts';
import type { Assignment, Token, User } from './records.ts';

/**
 * Brings every token up to date: Keystone looks up roles and whether all is enabled whenever a token is used, so that
 * a change of either works at once.
 */
export function refreshTokens({ state, clock }: SimCloud): void {
  state.tokens.removeWhere(({ expiresAtMs }) => expiresAtMs <= clock.nowMs());
  for (const token of state.tokens.list()) {
    if (token.isRevoked && token.isSuspended !== true) continue;
    const target = tokenTarget(token);
    token.roleIds = target === undefined ? [] : effectiveRoleIds(state, token.userId, target);
    const isUsable = isEnabled(state, token) && (target === undefined || token.roleIds.length > 0);
    token.isRevoked = !isUsable;
    token.isSuspended = !isUsable;
  }
}

/** What a token is for; undefined for one without a scope. */
export function tokenTarget(
  token: Pick<Token, 'projectId' | 'domainId' | 'isSystem'>,
): Assignment['target'] | undefined {
  if (token.projectId !== undefined) return { type: 'project', id: token.projectId };
  if (token.domainId !== undefined) return { type: 'domain', id: token.domainId };
  return token.isSystem ? { type: 'system', id: 'system' } : undefined;
}

function isEnabled(state: SimCloud['state'], { userId, projectId }: Token): boolean {
  const user = state.users.get(userId);
  if (user === undefined || state.domains.get(user.domainId)?.enabled !== true) return false;
  if (projectId === undefined) return true;
  const project = state.projects.get(projectId);
  return project?.enabled === true && state.domains.get(project.domainId)?.enabled === true;
}

/** When the tokens of a user were last revoked. */
const revokedAtMs = new WeakMap<User, number>();

/** As a new password or the end of a membership does: all tokens of the user end. */
export function revokeTokensOf({ state, clock }: SimCloud, user: User): void {
  revokedAtMs.set(user, clock.nowMs());
  for (const token of state.tokens.where(({ userId }) => userId === user.id)) {
    token.isRevoked = true;
    token.isSuspended = false;
  }
}

/** Keystone keeps the time of a revocation in whole seconds: a token that is issued within the same one is void. */
export function isBornRevoked({ clock }: SimCloud, user: User): boolean {
  const lastMs = revokedAtMs.get(user);
  return lastMs !== undefined && Math.floor(lastMs / 1_000) === Math.floor(clock.nowMs() / 1_000);
}
