import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { effectiveRoleIds } from './effective-grants.ts';
import type { Token, User } from './records.ts';
import { isBornRevoked, tokenTarget } from './refresh-tokens.ts';

/** How long a token lives. */
const tokenLifeMs = 3_600_000;

export type Scope = Pick<Token, 'projectId' | 'domainId' | 'isSystem'>;

export const unscoped: Scope = { projectId: undefined, domainId: undefined, isSystem: false };

/** Throws a fault 401 when the user has no role there. A token that is made from another ends with it. */
export function issueToken(
  cloud: SimCloud,
  {
    user,
    scope,
    methods,
    parent,
  }: { user: User; scope: Scope; methods: readonly string[]; parent?: Token | undefined },
): Token {
  const target = tokenTarget(scope);
  const roleIds = target === undefined ? [] : effectiveRoleIds(cloud.state, user.id, target);
  if (target !== undefined && roleIds.length === 0) throw unauthorized();
  const { clock, random, state } = cloud;
  const issuedAtMs = Math.floor(clock.nowMs() / 1_000) * 1_000;
  const parentAudit = parent?.auditIds?.at(-1);
  return state.tokens.put({
    id: `gAAAAAB${Buffer.from(Array.from({ length: 5 }, () => random.hexId()).join('')).toString('base64url')}`,
    userId: user.id,
    ...scope,
    roleIds,
    issuedAtMs,
    expiresAtMs: parent?.expiresAtMs ?? issuedAtMs + tokenLifeMs,
    isRevoked: isBornRevoked(cloud, user),
    methods,
    auditIds: [auditId(cloud), ...(parentAudit === undefined ? [] : [parentAudit])],
  });
}

function auditId({ random }: SimCloud): string {
  return Buffer.from(random.hexId(), 'hex').toString('base64url');
}

export function unauthorized(): ApiFault {
  return new ApiFault(401, 'The request you have made requires authentication.');
}
