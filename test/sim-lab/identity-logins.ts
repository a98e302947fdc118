import { identityCall as call, refusal } from './identity-call.ts';
import type { Step } from './step.ts';

const domain = { id: 'default' };
const adminUser = { name: 'admin', domain, password: 'adminpass' };
const byPassword = (user: object): object => ({ methods: ['password'], password: { user } });
const byToken = (id: string): object => ({ methods: ['token'], token: { id } });
const admin = byPassword(adminUser);

function login(title: string, auth: unknown, more: Parameters<typeof call>[3] = {}): Step {
  return call('POST', '/auth/tokens', title, { as: 'nobody', body: { auth }, ...more });
}

/** Version documents, logins of every sort, what they may be scoped to, and the catalog. */
export const identityLogins: readonly Step[] = [
  call('GET', '/../', 'the list of versions', { as: 'nobody', same: ['versions'] }),
  call('GET', '', 'the version document', { as: 'nobody', same: ['version'] }),
  call('GET', '/', 'the version document with a slash at its end', { as: 'nobody', same: ['version.id'] }),
  call('GET', '/nothing-here', 'a path that is not there'),

  login(
    'a login to a project by its name',
    { identity: admin, scope: { project: { name: 'admin', domain } } },
    {
      keep: { someToken: 'headers.x-subject-token', adminId: 'token.user.id' },
      same: ['token.methods', 'token.project.name', 'token.is_domain'],
    },
  ),
  login(
    'a login to a project by its id',
    { identity: admin, scope: { project: { id: '{adminProjectId}' } } },
    {
      same: ['token.project'],
    },
  ),
  login('a login by the id of the user', {
    identity: byPassword({ id: '{adminId}', password: 'adminpass' }),
    scope: { project: { id: '{adminProjectId}' } },
  }),
  login('names in other letters log in', {
    identity: byPassword({ name: 'ADMIN', domain: { name: 'DEFAULT' }, password: 'adminpass' }),
    scope: { project: { name: 'Admin', domain: { name: 'default' } } },
  }),
  login(
    'a login to the system',
    { identity: admin, scope: { system: { all: true } } },
    {
      keep: { systemToken: 'headers.x-subject-token' },
      same: ['token.system'],
    },
  ),
  login('a login without a scope', { identity: admin }, { keep: { plainToken: 'headers.x-subject-token' } }),
  login('a login that asks for no scope', { identity: admin, scope: 'unscoped' }),
  login('a login that asks for no scope in the old way', { identity: admin, scope: { unscoped: {} } }),
  call('POST', '/auth/tokens?nocatalog', 'a login without the catalog', {
    as: 'nobody',
    body: { auth: { identity: admin, scope: { project: { id: '{adminProjectId}' } } } },
  }),
  login('a token gives another token', {
    identity: byToken('{plainToken}'),
    scope: { project: { id: '{adminProjectId}' } },
  }),
  login('a token gives a token without a scope', { identity: byToken('{someToken}') }),
  login('a token of the system gives none of a project', {
    identity: byToken('{systemToken}'),
    scope: { project: { id: '{adminProjectId}' } },
  }),

  login('a wrong password', { identity: byPassword({ ...adminUser, password: 'wrong' }) }, refusal),
  login('an unknown user', { identity: byPassword({ ...adminUser, name: 'simtest-nobody' }) }, refusal),
  login('an unknown domain of the user', {
    identity: byPassword({ name: 'admin', domain: { name: 'simtest-none' }, password: 'adminpass' }),
  }),
  login('an unknown project', { identity: admin, scope: { project: { name: 'simtest-none', domain } } }, refusal),
  login('an unknown project id', { identity: admin, scope: { project: { id: 'simtest-none' } } }, refusal),
  login('a domain in which the user has no role', { identity: admin, scope: { domain } }, refusal),
  login('a project in which the user has no role', { identity: admin, scope: { project: { id: '{projectId}' } } }),
  login('an unknown token', { identity: byToken('simtest-none') }),
  call('POST', '/auth/tokens', 'a login without anything', { as: 'nobody', body: {}, ...refusal }),
  login('a login without an identity', { scope: 'unscoped' }),
  login('a login without methods', { identity: {} }),
  login('a login without the password part', { identity: { methods: ['password'] } }, refusal),
  login('a user without a domain', { identity: byPassword({ name: 'admin', password: 'adminpass' }) }, refusal),
  login('a login of a user without a name', { identity: byPassword({ password: 'adminpass' }) }, refusal),
  login('a project without a domain', { identity: admin, scope: { project: { name: 'admin' } } }, refusal),
  login('a login to a project without a name', { identity: admin, scope: { project: {} } }, refusal),
  login('a scope without anything', { identity: admin, scope: {} }, refusal),
  login('a scope of two sorts', { identity: admin, scope: { system: { all: true }, domain } }, refusal),
  login('an unknown method', { identity: { methods: ['simtest'], simtest: {} } }, refusal),
  login(
    'an application credential',
    {
      identity: { methods: ['application_credential'], application_credential: { id: 'simtest-none', secret: 'x' } },
    },
    refusal,
  ),
  call('GET', '/auth/tokens', 'a question about no token', refusal),
  call('DELETE', '/auth/tokens', 'the end of no token', refusal),

  ...(['projects', 'domains', 'system', 'catalog'] as const).flatMap((name) => [
    call('GET', `/auth/${name}`, `an administrator's auth/${name}`),
    call('GET', `/auth/${name}`, `a member's auth/${name}`, { as: 'member' }),
    call('GET', `/auth/${name}`, `auth/${name} without a token`, { as: 'nobody', ...refusal }),
  ]),

  call('GET', '/regions', 'regions', { same: ['regions.*.id'] }),
  call('GET', '/regions', 'regions for a member', { as: 'member' }),
  call('GET', '/regions/RegionOne', 'a region', { same: ['region.id'] }),
  call('GET', '/regions/simtest', 'no such region', refusal),
  call('GET', '/services', 'services', { keep: { serviceId: 'services.0.id' } }),
  call('GET', '/services', 'services for a member', { as: 'member', ...refusal }),
  call('GET', '/services?type=compute', 'services of a type', {
    keep: { computeId: 'services.0.id' },
    same: ['services.*.name', 'services.*.enabled'],
  }),
  call('GET', '/services/{computeId}', 'a service', { same: ['service.name'] }),
  call('GET', '/services/simtest', 'no such service', refusal),
  call('GET', '/endpoints', 'endpoints', { keep: { endpointId: 'endpoints.0.id' } }),
  call('GET', '/endpoints', 'endpoints for a member', { as: 'member', ...refusal }),
  call('GET', '/endpoints?service_id={computeId}&interface=public', 'endpoints of a service', {
    same: ['endpoints.*.interface', 'endpoints.*.region'],
  }),
  call('GET', '/endpoints/{endpointId}', 'an endpoint'),
  call('GET', '/limits', 'unified limits', { same: ['limits'] }),
  call('GET', '/limits/model', 'the model of the limits', { same: ['model'] }),
  call('GET', '/registered_limits', 'registered limits', { same: ['registered_limits'] }),
];
