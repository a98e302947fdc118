import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { domainReference, expecting, findDomain, findScope, scopeSchema } from './find-scope.ts';
import { effectiveRoleIds } from './effective-grants.ts';
import { issueToken, type Scope, unauthorized, unscoped } from './issue-token.ts';
import { missing, required } from './missing.ts';
import { checked } from './read-entity.ts';
import type { Token, User } from './records.ts';
import { isSameName } from './same-name.ts';
import { validToken } from './valid-token.ts';

const userSchema = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  password: z.string().optional(),
  domain: domainReference.optional(),
});

const authSchema = z.looseObject({
  identity: z.looseObject({
    methods: z.array(z.string()),
    password: z.looseObject({ user: userSchema.optional() }).optional(),
    token: z.looseObject({ id: z.string() }).optional(),
    application_credential: z.looseObject({ id: z.string().optional(), name: z.string().optional() }).optional(),
  }),
  scope: scopeSchema.optional(),
});

type Auth = z.infer<typeof authSchema>;

/** What a cloud without federation answers to; only the first two prove anything here. */
const methods = ['external', 'password', 'token', 'oauth1', 'mapped', 'application_credential'] as const;

/** Methods that a refusal lists, when a login asks for another one. */
export const supportedMethods: readonly string[] = methods;

/** Whether a login asks for a method that this cloud has never heard of. */
export function isUnsupported(body: unknown): boolean {
  const parsed = z.looseObject({ auth: authSchema }).safeParse(body);
  return parsed.data?.auth.identity.methods.some((method) => !supportedMethods.includes(method)) === true;
}

/** A token for who proves who they are with a password or another token. Throws a fault 400, 401, 403 or 404. */
export function authenticate(cloud: SimCloud, body: unknown): Token {
  const given = z.looseObject({ auth: z.unknown() }).safeParse(body).data?.auth;
  if (given === undefined || given === null) throw expecting('auth', 'request body');
  const auth = checked(given, authSchema);
  const { identity, scope } = auth;
  for (const method of identity.methods) if (identity[method] === undefined) throw expecting(method, 'identity');
  refuseApplicationCredential(auth);
  const asked = scope === undefined ? undefined : findScope(cloud, scope);
  const { user, parent } = provenUser(cloud, auth);
  if (parent?.isSystem === true && (asked?.projectId ?? asked?.domainId) !== undefined) {
    throw new ApiFault(403, 'Using a system-scoped token to create a project-scoped token is not allowed.');
  }
  const methodNames = [...new Set([...identity.methods, ...(parent?.methods ?? [])])];
  return issueToken(cloud, { user, scope: asked ?? usualScope(cloud, user), methods: methodNames, parent });
}

function refuseApplicationCredential({ identity }: Auth): void {
  if (!identity.methods.includes('application_credential')) return;
  const id = identity.application_credential?.id;
  throw id === undefined ? unauthorized() : missing('Application Credential', id);
}

function provenUser(cloud: SimCloud, { identity }: Auth): { user: User; parent?: Token } {
  const { password, token } = identity;
  if (identity.methods.includes('password')) return { user: userByPassword(cloud, password?.user) };
  if (!identity.methods.includes('token') || token === undefined) throw unauthorized();
  const parent = validToken(cloud, token.id);
  const user = required(cloud.state.users.get(parent.userId), 'user', parent.userId);
  if (parent.methods?.includes('ec2credential') === true) {
    throw new ApiFault(403, 'Using a delegated token to create another token is not allowed.');
  }
  return { user, parent };
}

function userByPassword(cloud: SimCloud, given: z.infer<typeof userSchema> | undefined): User {
  if (given === undefined) throw expecting('user', 'password');
  const user = findUser(cloud, given);
  const isEnabled = user?.enabled === true && cloud.state.domains.get(user.domainId)?.enabled === true;
  const isProven = user?.password !== undefined && user.password === given.password;
  if (user === undefined || !isEnabled || !isProven) throw unauthorized();
  return user;
}

function findUser(cloud: SimCloud, { id, name, domain }: z.infer<typeof userSchema>): User | undefined {
  if (id === undefined && name === undefined) {
    throw new ApiFault(400, 'Invalid input for field identity/password/user: id or name must be present.');
  }
  if (name === undefined || name === '') return cloud.state.users.get(id ?? '');
  if (domain === undefined) throw expecting('domain', 'user');
  const { id: domainId } = findDomain(cloud, domain, 'identity/password/user/domain');
  return cloud.state.users.find((user) => user.domainId === domainId && isSameName(user.name, name));
}

/** Without a scope in the request: the default project of the user, where they may work in it; else none. */
function usualScope({ state }: SimCloud, { id: userId, defaultProjectId }: User): Scope {
  const project = state.projects.get(defaultProjectId ?? '');
  if (project?.enabled !== true || state.domains.get(project.domainId)?.enabled !== true) return unscoped;
  const roleIds = effectiveRoleIds(state, userId, { type: 'project', id: project.id });
  return roleIds.length === 0 ? unscoped : { ...unscoped, projectId: project.id };
}
