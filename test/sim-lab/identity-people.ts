import { asMember, identityCall as call, refusal } from './identity-call.ts';
import type { Step } from './step.ts';

const name = (what: string): string => `simtest-${what}-{suffix}`;

const users: readonly Step[] = [
  call('GET', '/users', 'users'),
  call('GET', '/users', 'users for a member', asMember),
  call('GET', '/users', 'users without a token', { as: 'nobody', ...refusal }),
  call('GET', '/users?name=ADMIN', 'a user by the name in other letters', {
    same: ['users.*.name', 'users.*.options'],
  }),
  call('GET', '/users/{userId}', 'a member sees themselves', { as: 'member', same: ['user.id'] }),
  call('GET', '/users/{adminId}', 'a member does not see others', asMember),
  call('GET', '/users/simtest', 'no such user', refusal),
  call('GET', '/users/simtest', 'no such user for a member', asMember),
  call('POST', '/users', 'a member makes no user', { ...asMember, body: { user: { name: name('u') } } }),
  call('POST', '/users', 'a user with everything', {
    body: {
      user: {
        name: ` ${name('ann')} `,
        password: 'ann-pw',
        description: null,
        email: '',
        'x-y': false,
        default_project_id: null,
        options: { ignore_password_expiry: true, multi_factor_auth_rules: [['password']] },
      },
    },
    keep: { annId: 'user.id' },
    same: ['user.name', 'user.description', 'user.email', 'user.x_y', 'user.options', 'user.password_expires_at'],
  }),
  call('POST', '/users', 'a user of a name only', { body: { user: { name: name('bo') } }, keep: { boId: 'user.id' } }),
  call('POST', '/users', 'a user whose name is taken', {
    body: { user: { name: name('ANN') } },
    same: ['error.title'],
  }),
  call('POST', '/users', 'a user without a name', { body: { user: {} } }),
  call('POST', '/users', 'a user of no domain', { body: { user: { name: 'x', domain_id: 'simtest' } }, ...refusal }),
  call('POST', '/users', 'a user with an unknown option', { body: { user: { name: 'x', options: { color: 1 } } } }),
  call('POST', '/users', 'a user whose default project is a domain', {
    body: { user: { name: name('x'), default_project_id: 'default' } },
    ...refusal,
  }),
  call('GET', '/users/{annId}', 'a user with everything, read again', {
    same: ['user.name', 'user.description', 'user.email', 'user.x_y', 'user.options'],
  }),
  call('GET', '/users?name__contains={suffix}&domain_id={domainId}', 'users by domain and part of the name', {
    same: ['users.*.id'],
  }),
  call('GET', '/users?name__icontains=ANN-{suffix}', 'users by part of the name in other letters', {
    same: ['users.*.id'],
  }),
  call('PATCH', '/users/{annId}', 'a user gets other attributes', {
    body: { user: { email: null, default_project_id: '{projectId}', options: { ignore_password_expiry: null } } },
    same: ['user.extra', 'user.email', 'user.default_project_id', 'user.options'],
  }),
  call('GET', '/users/{annId}', 'a changed user', { same: ['user.email', 'user.default_project_id'] }),
  call('PATCH', '/users/{annId}', 'no default project again', {
    body: { user: { default_project_id: null } },
    same: ['user.extra'],
  }),
  call('PATCH', '/users/{annId}', 'a member changes no user', { ...asMember, body: { user: { enabled: true } } }),
  call('PATCH', '/users/{annId}', 'a user with another id', { body: { user: { id: 'x' } }, ...refusal }),
  call('PATCH', '/users/{annId}', 'a user of another domain', { body: { user: { domain_id: 'x' } }, ...refusal }),
  call('PATCH', '/users/{annId}', 'a user with the name of another', {
    body: { user: { name: name('bo') } },
    same: ['error.title'],
  }),
  call('PATCH', '/users/{annId}', 'a user with no change', { body: { user: {} } }),
  call('PATCH', '/users/simtest', 'a change of no user', { body: { user: { enabled: true } }, ...refusal }),
  call('GET', '/users/{annId}/projects', 'projects of a user', { same: ['projects'] }),
  call('GET', '/users/{userId}/projects', 'projects of the member', { as: 'member', same: ['projects.*.id'] }),
  call('GET', '/users/{annId}/projects', 'projects of another', asMember),
  call('GET', '/users/simtest/projects', 'projects of no user'),
  call('GET', '/users/{annId}/groups', 'groups of a user', { same: ['groups'] }),
  call('GET', '/users/simtest/groups', 'groups of no user', refusal),
];

const auth = { identity: { methods: ['password'], password: { user: { id: '{cyId}', password: 'cy-pw' } } } };
const logIn = (title: string, body: unknown, more: Parameters<typeof call>[3] = {}): Step =>
  call('POST', '/auth/tokens', title, { as: 'nobody', body: { auth: body }, ...more });

/** Keystone keeps the times of revocations in whole seconds: nobody else's steps may need a token of this user. */
const passwords: readonly Step[] = [
  call('POST', '/users', 'a user who changes', {
    body: { user: { name: name('cy'), password: 'cy-pw' } },
    keep: { cyId: 'user.id' },
  }),
  logIn('the new user logs in', auth, { keep: { cyToken: 'headers.x-subject-token' }, same: ['token.methods'] }),
  logIn('the token of the new user works', { identity: { methods: ['token'], token: { id: '{cyToken}' } } }),
  call('POST', '/users/{cyId}/password', 'a wrong old password', {
    as: 'nobody',
    body: { user: { original_password: 'x', password: 'y' } },
    ...refusal,
  }),
  call('POST', '/users/{cyId}/password', 'no new password', {
    as: 'nobody',
    body: { user: { original_password: 'cy-pw' } },
  }),
  call('POST', '/users/simtest/password', 'a password of no user', {
    as: 'nobody',
    body: { user: { original_password: 'x', password: 'y' } },
  }),
  call('POST', '/users/{cyId}/password', 'a user sets a new password', {
    as: 'nobody',
    body: { user: { original_password: 'cy-pw', password: 'new-pw' } },
  }),
  logIn('the old password is void', auth, refusal),
  logIn('a token from before the new password is void', {
    identity: { methods: ['token'], token: { id: '{cyToken}' } },
  }),
  call('PATCH', '/users/{cyId}', 'an administrator sets the old password', { body: { user: { password: 'cy-pw' } } }),
  logIn('the old password is good again', auth),
  call('PATCH', '/users/{cyId}', 'a user is disabled', { body: { user: { enabled: false } }, same: ['user.enabled'] }),
  call('GET', '/users?enabled=false&name__contains={suffix}', 'disabled users', { same: ['users.*.id'] }),
  logIn('a disabled user does not log in', auth, refusal),
  call('PATCH', '/users/{cyId}', 'a user is enabled', { body: { user: { enabled: true } } }),
  logIn('a user without a password does not log in', {
    identity: { methods: ['password'], password: { user: { id: '{boId}', password: '' } } },
  }),
  call('DELETE', '/users/{cyId}', 'a user who changes goes'),
];

const groups: readonly Step[] = [
  call('GET', '/groups', 'groups'),
  call('GET', '/groups', 'groups for a member', asMember),
  call('POST', '/groups', 'a member makes no group', { ...asMember, body: { group: { name: name('g') } } }),
  call('POST', '/groups', 'a group', {
    body: { group: { name: name('group'), 'x-y': 1 } },
    keep: { groupId: 'group.id' },
    same: ['group.description', 'group.domain_id', 'group.x_y'],
  }),
  call('POST', '/groups', 'a group whose name is taken', { body: { group: { name: name('GROUP') } } }),
  call('POST', '/groups', 'a group without a name', { body: { group: { description: 'x' } } }),
  call('POST', '/groups', 'a group of no domain', { body: { group: { name: 'x', domain_id: 'simtest' } }, ...refusal }),
  call('GET', '/groups/{groupId}', 'a single group', { same: ['group.name', 'group.description'] }),
  call('GET', '/groups/{groupId}', 'a group for a member', asMember),
  call('GET', '/groups/simtest', 'no such group', refusal),
  call('GET', '/groups?name=simtest-group-{suffix}', 'a group by its name', { same: ['groups.*.id'] }),
  call('GET', '/groups?domain_id={domainId}', 'groups of a domain without any', { same: ['groups'] }),
  call('PATCH', '/groups/{groupId}', 'a group gets a description', {
    body: { group: { description: null, color: 'red' } },
    same: ['group.description', 'group.color'],
  }),
  call('PATCH', '/groups/{groupId}', 'a group of another domain', { body: { group: { domain_id: 'x' } }, ...refusal }),
  call('PATCH', '/groups/{groupId}', 'a group with no change', { body: { group: {} } }),
  call('PATCH', '/groups/simtest', 'a change of no group', { body: { group: { name: 'x' } }, ...refusal }),
  call('PUT', '/groups/{groupId}/users/{annId}', 'a user comes into a group'),
  call('PUT', '/groups/{groupId}/users/{annId}', 'a user who is there already'),
  call('PUT', '/groups/{groupId}/users/simtest', 'no user comes into a group', refusal),
  call('PUT', '/groups/simtest/users/{annId}', 'a user comes into no group', refusal),
  call('PUT', '/groups/{groupId}/users/{annId}', 'a member lets nobody in', asMember),
  call('GET', '/groups/{groupId}/users/{annId}', 'a user in a group'),
  call('HEAD', '/groups/{groupId}/users/{annId}', 'whether a user is in a group'),
  call('GET', '/groups/{groupId}/users/{boId}', 'a user who is not in the group', refusal),
  call('GET', '/groups/{groupId}/users', 'users of a group', { same: ['users.*.id'] }),
  call('GET', '/groups/{groupId}/users', 'users of a group for a member', asMember),
  call('GET', '/groups/simtest/users', 'users of no group', refusal),
  call('GET', '/users/{annId}/groups', 'groups of a user in one', { same: ['groups.*.id', 'groups.*.name'] }),
  call('DELETE', '/groups/{groupId}/users/{boId}', 'a user who never was there goes', refusal),
];

/** Users, their passwords, and groups. */
export const identityPeople: readonly Step[] = [...users, ...passwords, ...groups];
