import { Problem } from '../base/problem.ts';
import type { CloudConfig, Credentials, ProjectRef } from './credentials.ts';
import type { Login } from './session.ts';

/** Shorter ones occur in ordinary words. */
const shortestSecret = 4;

/**
 * The same Problem told of one cloud: it names the cloud, for 401 also who was refused, and holds none of the secrets,
 * should a service have repeated one in its words. `login` is the one that was used, if any.
 */
export function cloudProblem(config: CloudConfig, problem: Problem, login?: Login): Problem {
  const { auth } = config;
  const { message, remedy, resource, requestId, status, detail } = problem;
  const isRefused = status === 401;
  const hasEnded = isRefused && auth.type === 'token' && login === undefined;
  const cure = hasEnded ? 'The token has ended; ask for another with `openstack token issue`.' : problem.cure;
  const secrets = [secretOf(auth), login?.token].filter((secret) => secret !== undefined);
  return new Problem({
    summary: isRefused ? `${message} for ${who(auth, login)}` : message,
    remedy,
    resource: resource ?? `cloud ${config.name}`,
    ...(cure === undefined ? {} : { cure }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(status === undefined ? {} : { status }),
    ...(detail === undefined ? {} : { detail: withoutSecrets(detail, secrets) }),
    ...(problem.cause === undefined ? {} : { cause: problem.cause }),
  });
}

function secretOf(auth: Credentials): string {
  if (auth.type === 'password') return auth.password;
  return auth.type === 'token' ? auth.token : auth.secret;
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter(({ length }) => length >= shortestSecret)
    .reduce((left, secret) => left.replaceAll(secret, '[secret]'), text);
}

function who(auth: Credentials, login: Login | undefined): string {
  if (login !== undefined) {
    const project = login.project === undefined ? '' : ` in project ${login.project.name}`;
    return `user ${login.user.name}${project}`;
  }
  if (auth.type === 'application-credential') {
    const { credential } = auth;
    return `application credential ${'id' in credential ? credential.id : credential.name}`;
  }
  const scope = auth.scope.type === 'project' ? ` in project ${refWords(auth.scope.project)}` : '';
  return auth.type === 'token' ? `the token given${scope}` : `user ${refWords(auth.user)}${scope}`;
}

function refWords(ref: ProjectRef): string {
  if ('id' in ref) return ref.id;
  return `${ref.name} (domain ${'id' in ref.domain ? ref.domain.id : ref.domain.name})`;
}
