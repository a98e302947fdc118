import type { SimCloud } from '../cloud/sim-cloud.ts';
import { catalog } from './catalog.ts';
import type { Token } from './records.ts';
import { tokenTarget } from './refresh-tokens.ts';

/** A token as `POST /v3/auth/tokens` gives it. */
export function tokenAnswer(cloud: SimCloud, token: Token, hasCatalog: boolean): object {
  const { state } = cloud;
  const user = state.users.get(token.userId);
  const { methods = ['password'], auditIds = [] } = token;
  return {
    token: {
      methods,
      user: { domain: named(cloud, user?.domainId), id: token.userId, name: user?.name, password_expires_at: null },
      audit_ids: auditIds,
      expires_at: microTime(token.expiresAtMs),
      issued_at: microTime(token.issuedAtMs),
      ...scopeOf(cloud, token),
      ...(hasCatalog && tokenTarget(token) !== undefined ? { catalog: catalog(cloud, token.projectId) } : {}),
    },
  };
}

function scopeOf(cloud: SimCloud, { projectId, domainId, isSystem, roleIds }: Token): object {
  const roles = roleIds.map((id) => ({ id, name: cloud.state.roles.get(id)?.name }));
  if (isSystem) return { roles, system: { all: true } };
  if (domainId !== undefined) return { domain: named(cloud, domainId), roles };
  if (projectId === undefined) return {};
  const project = cloud.state.projects.get(projectId);
  return {
    project: { domain: named(cloud, project?.domainId), id: projectId, name: project?.name },
    is_domain: false,
    roles,
  };
}

function named({ state }: SimCloud, domainId: string | undefined): object {
  return { id: domainId, name: state.domains.get(domainId ?? '')?.name };
}

function microTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '000Z');
}
