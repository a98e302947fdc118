import { createHash, createHmac } from 'node:crypto';
import { asMember, identityCall as call, refusal } from './identity-call.ts';
import type { Step } from './step.ts';

const name = (what: string): string => `simtest-${what}-{suffix}`;

const roles: readonly Step[] = [
  call('GET', '/roles', 'roles'),
  call('GET', '/roles', 'roles for a member', asMember),
  call('GET', '/roles?name=admin', 'the role admin', {
    keep: { adminRoleId: 'roles.0.id' },
    same: ['roles.*.options', 'roles.*.description', 'roles.*.domain_id'],
  }),
  call('GET', '/roles?name=READER', 'the role reader in other letters', { keep: { readerId: 'roles.0.id' } }),
  call('GET', '/roles?name=member', 'the role member', { keep: { memberRoleId: 'roles.0.id' } }),
  call('GET', '/roles/{adminRoleId}', 'a role', { same: ['role.name'] }),
  call('GET', '/roles/{adminRoleId}', 'a role for a member', asMember),
  call('GET', '/roles/simtest', 'no such role', refusal),
  call('POST', '/roles', 'a member makes no role', { ...asMember, body: { role: { name: name('r') } } }),
  call('POST', '/roles', 'a new role', {
    body: { role: { name: name('role'), 'x-y': null } },
    keep: { roleId: 'role.id' },
    same: ['role.description', 'role.options', 'role.x_y', 'role.domain_id'],
  }),
  call('POST', '/roles', 'a second role', {
    body: { role: { name: name('second'), description: '', options: { immutable: true } } },
    keep: { secondId: 'role.id' },
    same: ['role.description', 'role.options'],
  }),
  call('POST', '/roles', 'a role of a domain', {
    body: { role: { name: name('role'), domain_id: '{domainId}' } },
    keep: { domainRoleId: 'role.id' },
    same: ['role.domain_id'],
  }),
  call('POST', '/roles', 'a role whose name is taken', { body: { role: { name: name('ROLE') } } }),
  call('POST', '/roles', 'a role without a name', { body: { role: {} } }),
  call('POST', '/roles', 'a role without words', { body: { role: { name: 'x', description: null } } }),
  call('GET', '/roles?domain_id={domainId}', 'roles of a domain', { same: ['roles.*.id'] }),
  call('GET', '/roles?name__contains={suffix}', 'roles by part of their name', { same: ['roles.*.domain_id'] }),
  call('GET', '/roles/{domainRoleId}', 'a single role of a domain', { same: ['role.domain_id'] }),
  call('PATCH', '/roles/{roleId}', 'a role gets a description', {
    body: { role: { description: 'words', color: 'red' } },
    same: ['role.description', 'role.color'],
  }),
  call('PATCH', '/roles/{roleId}', 'a role goes to a domain', { body: { role: { domain_id: 'default' } }, ...refusal }),
  call('PATCH', '/roles/{roleId}', 'a role with no change', { body: { role: {} } }),
  call('PATCH', '/roles/{secondId}', 'an immutable role', { body: { role: { name: name('x') } }, ...refusal }),
  call('DELETE', '/roles/{secondId}', 'an immutable role stays', refusal),
  call('PATCH', '/roles/{secondId}', 'a role may change', { body: { role: { options: { immutable: false } } } }),
  call('DELETE', '/roles/simtest', 'the end of no role', refusal),

  call('GET', '/role_inferences', 'implied roles'),
  call('GET', '/role_inferences', 'implied roles for a member', asMember),
  call('GET', '/roles/{adminRoleId}/implies', 'what admin implies', {
    same: ['role_inference.implies.*.name', 'role_inference.prior_role.name'],
  }),
  call('GET', '/roles/simtest/implies', 'what no role implies', refusal),
  call('PUT', '/roles/{roleId}/implies/{secondId}', 'a role implies another', {
    same: ['role_inference.prior_role.id', 'role_inference.implies.id'],
  }),
  call('PUT', '/roles/{roleId}/implies/{secondId}', 'a role implies it already', { same: ['error.title'] }),
  call('PUT', '/roles/{roleId}/implies/{adminRoleId}', 'no role implies admin', { same: ['error.title'] }),
  call('PUT', '/roles/{roleId}/implies/{domainRoleId}', 'no role implies one of a domain', { same: ['error.title'] }),
  call('PUT', '/roles/{roleId}/implies/simtest', 'a role implies nothing', refusal),
  call('GET', '/roles/{roleId}/implies/{secondId}', 'an implied role', { same: ['role_inference.implies.id'] }),
  call('HEAD', '/roles/{roleId}/implies/{secondId}', 'whether a role is implied'),
  call('GET', '/roles/{secondId}/implies/{roleId}', 'a role that is not implied', refusal),
];

/** The way of one grant: put, put again, read, list. */
function grantSteps(what: string, path: string, listPath: string | undefined): Step[] {
  return [
    call('PUT', path, `${what}: granted`),
    call('PUT', path, `${what}: granted again`),
    call('GET', path, `${what}: read`),
    call('HEAD', path, `${what}: asked for`),
    call('PUT', path, `${what}: not by a member`, asMember),
    ...(listPath === undefined ? [] : [call('GET', listPath, `${what}: listed`, { same: ['roles.*.id'] })]),
  ];
}

const userPath = '/projects/{treeId}/users/{annId}/roles';
const groupPath = '/projects/{treeId}/groups/{groupId}/roles';
const domainUserPath = '/domains/{domainId}/users/{annId}/roles';
const domainGroupPath = '/domains/{domainId}/groups/{groupId}/roles';
const systemPath = '/system/users/{annId}/roles';
const systemGroupPath = '/system/groups/{groupId}/roles';

const grants: readonly Step[] = [
  ...grantSteps('user on project', `${userPath}/{roleId}`, userPath),
  ...grantSteps('group on project', `${groupPath}/{readerId}`, groupPath),
  ...grantSteps('user on domain', `${domainUserPath}/{readerId}`, domainUserPath),
  ...grantSteps('group on domain', `${domainGroupPath}/{secondId}`, domainGroupPath),
  ...grantSteps('user on the system', `${systemPath}/{readerId}`, systemPath),
  ...grantSteps('group on the system', `${systemGroupPath}/{readerId}`, systemGroupPath),
  ...grantSteps('user on project, inherited', `/OS-INHERIT${userPath}/{memberRoleId}/inherited_to_projects`, userPath),
  ...grantSteps('group on project, inherited', `/OS-INHERIT${groupPath}/{secondId}/inherited_to_projects`, undefined),
  ...grantSteps(
    'user on domain, inherited',
    `/OS-INHERIT${domainUserPath}/{roleId}/inherited_to_projects`,
    `/OS-INHERIT${domainUserPath}/inherited_to_projects`,
  ),
  ...grantSteps(
    'group on domain, inherited',
    `/OS-INHERIT${domainGroupPath}/{readerId}/inherited_to_projects`,
    `/OS-INHERIT${domainGroupPath}/inherited_to_projects`,
  ),
  call('PUT', '/projects/{innerId}/users/{innerUserId}/roles/{domainRoleId}', 'a role of a domain in its domain'),
  call('PUT', `${userPath}/{domainRoleId}`, 'a role of a domain elsewhere', { same: ['error.title'] }),
  call('PUT', `${systemPath}/{domainRoleId}`, 'a role of a domain on the system', { same: ['error.title'] }),
  call('PUT', `${userPath}/simtest`, 'no role is granted', refusal),
  call('PUT', '/projects/simtest/users/{annId}/roles/{roleId}', 'a role on no project', refusal),
  call('PUT', '/projects/{treeId}/users/simtest/roles/{roleId}', 'a role for no user', refusal),
  call('PUT', '/domains/simtest/users/{annId}/roles/{roleId}', 'a role on no domain', refusal),
  call('PUT', '/projects/{treeId}/groups/simtest/roles/{roleId}', 'a role for no group', refusal),
  call('GET', `${userPath}/{adminRoleId}`, 'a role that is not granted', { same: ['error.title'] }),
  call('DELETE', `${userPath}/{adminRoleId}`, 'the end of a role that is not granted', { same: ['error.title'] }),
  call('GET', '/projects/simtest/users/{annId}/roles', 'roles on no project', refusal),
  call('GET', '/projects/{treeId}/users/simtest/roles', 'roles of no user', refusal),
  call('GET', userPath, 'roles of a user for a member', asMember),
];

const lists: readonly [string, string][] = [
  ['of a user', 'user.id={annId}'],
  ['of a user with names', 'user.id={annId}&include_names'],
  ['of a user in effect', 'user.id={annId}&effective'],
  ['of a user in effect with names', 'user.id={annId}&effective=true&include_names=true'],
  ['of a group', 'group.id={groupId}&include_names=true'],
  ['of a role', 'role.id={secondId}'],
  ['of a role in effect', 'role.id={secondId}&effective'],
  ['on a project', 'scope.project.id={treeId}&include_names=true'],
  ['on a project in effect', 'scope.project.id={treeId}&effective=true&include_names=true'],
  ['on a project below', 'scope.project.id={leafId}'],
  ['on a project below in effect', 'scope.project.id={leafId}&effective=1'],
  ['on a project of the domain in effect', 'scope.project.id={innerId}&effective'],
  ['of a user on a project in effect', 'user.id={annId}&scope.project.id={leafId}&effective'],
  ['on a tree', 'scope.project.id={treeId}&include_subtree=true&include_names=true'],
  ['on a tree in effect', 'scope.project.id={treeId}&include_subtree=true&effective=true'],
  ['on a domain', 'scope.domain.id={domainId}&include_names=true'],
  ['on a domain in effect', 'scope.domain.id={domainId}&effective'],
  ['on the system, of a user', 'scope.system=all&user.id={annId}&include_names'],
  ['on the system, of a group', 'scope.system=all&group.id={groupId}'],
  ['that are inherited', 'user.id={annId}&scope.OS-INHERIT:inherited_to=projects'],
  ['that are inherited, in effect', 'user.id={annId}&scope.OS-INHERIT:inherited_to=projects&effective'],
  ['with effective=0', 'user.id={annId}&effective=0'],
  ['of no user', 'user.id=simtest'],
];

const assignments: readonly Step[] = [
  call('GET', '/role_assignments', 'assignments'),
  call('GET', '/role_assignments?include_names=true', 'assignments with names'),
  call('GET', '/role_assignments', 'assignments for a member', asMember),
  ...lists.map(([what, query]) => call('GET', `/role_assignments?${query}`, `assignments ${what}`)),
  call('GET', '/role_assignments?effective', 'assignments in effect'),
  ...[
    'scope.domain.id=x&scope.project.id=y',
    'scope.domain.id=x&scope.system=all',
    'scope.project.id={treeId}&scope.system=all',
    'user.id=x&group.id=y',
    'effective&group.id=x',
    'effective&scope.domain.id=x&scope.OS-INHERIT:inherited_to=projects',
    'include_subtree=true',
  ].map((query) => call('GET', `/role_assignments?${query}`, `assignments with ${query}`, refusal)),
];

const access = 'simtest-identity-access';
const secret = 'simtest-identity-secret';
const credentialId = createHash('sha256').update(access).digest('hex');

/** A request signed as AWS signature version 2 has it. */
function signed(key: string): object {
  const params = { AWSAccessKeyId: access, SignatureMethod: 'HmacSHA256', SignatureVersion: '2' };
  const query = new URLSearchParams(params).toString();
  const signature = createHmac('sha256', key).update(`POST\nsimtest\n/\n${query}`).digest('base64');
  return { access, verb: 'POST', host: 'simtest', path: '/', params, signature };
}

const ec2 = { type: 'ec2', blob: JSON.stringify({ access, secret }), user_id: '{annId}', project_id: '{treeId}' };

const credentials: readonly Step[] = [
  call('GET', '/credentials', 'credentials'),
  call('GET', '/credentials', 'credentials of a member', { as: 'member', same: ['credentials'] }),
  call('POST', '/credentials', 'a member makes none for another', { ...asMember, body: { credential: ec2 } }),
  call('POST', '/credentials', 'an EC2 credential', {
    body: { credential: ec2 },
    keep: { ec2Id: 'credential.id' },
    same: ['credential.id', 'credential.blob', 'credential.user_id', 'credential.project_id', 'credential.type'],
  }),
  call('POST', '/credentials', 'an EC2 credential that is there', { body: { credential: ec2 }, ...refusal }),
  call('POST', '/credentials', 'an EC2 credential without a project', {
    body: { credential: { ...ec2, project_id: undefined } },
  }),
  call('POST', '/credentials', 'an EC2 credential without keys', {
    body: { credential: { ...ec2, blob: '{}' } },
    same: ['error.title'],
  }),
  call('POST', '/credentials', 'an EC2 credential of words', {
    body: { credential: { ...ec2, blob: 'x' } },
    ...refusal,
  }),
  call('POST', '/credentials', 'a credential without a user', { body: { credential: { type: 'cert', blob: 'x' } } }),
  call('POST', '/credentials', 'a credential of a member’s own', {
    as: 'member',
    body: { credential: { type: 'cert', blob: 'x', user_id: '{userId}' } },
    keep: { certId: 'credential.id' },
    same: ['credential.project_id', 'credential.blob'],
  }),
  call('GET', '/credentials/{certId}', 'a member’s own credential', { as: 'member', same: ['credential.id'] }),
  call('PATCH', '/credentials/{certId}', 'a new blob', {
    as: 'member',
    body: { credential: { blob: 'y' } },
    same: ['credential.blob'],
  }),
  call('PATCH', '/credentials/{certId}', 'a new type', { body: { credential: { type: 'x' } } }),
  call('DELETE', '/credentials/{certId}', 'a member’s credential goes', { as: 'member' }),
  call('GET', `/credentials/${credentialId}`, 'the EC2 credential by its id', { same: ['credential.id'] }),
  call('GET', `/credentials/${credentialId}`, 'it is no member’s', asMember),
  call('GET', '/credentials/simtest', 'no such credential', refusal),
  call('GET', '/credentials?user_id={annId}&type=ec2', 'credentials of a user', { same: ['credentials.*.id'] }),
  call('GET', '/users/{annId}/credentials/OS-EC2', 'EC2 credentials of a user', { same: ['credentials.*.access'] }),
  call('GET', `/users/{annId}/credentials/OS-EC2/${access}`, 'an EC2 credential of a user', {
    same: ['credential.access', 'credential.secret', 'credential.tenant_id'],
  }),
  call('POST', '/users/{annId}/credentials/OS-EC2', 'Keystone makes the keys', {
    body: { tenant_id: '{treeId}' },
    keep: { accessKey: 'credential.access' },
    same: ['credential.user_id', 'credential.tenant_id', 'credential.trust_id'],
  }),
  call('DELETE', '/users/{annId}/credentials/OS-EC2/{accessKey}', 'these keys go'),
  call('GET', '/users/{annId}/credentials/OS-EC2/{accessKey}', 'these keys are gone', { same: ['error.title'] }),
  call('POST', '/ec2tokens', 'a signed request gives a token', {
    body: { credentials: signed(secret) },
    keep: { ec2Token: 'headers.x-subject-token' },
    same: ['token.methods', 'token.project.id', 'token.user.id'],
  }),
  call('POST', '/ec2tokens', 'a member may not trade', { ...asMember, body: { credentials: signed(secret) } }),
  call('POST', '/ec2tokens', 'nobody may not trade', {
    as: 'nobody',
    body: { credentials: signed(secret) },
    ...refusal,
  }),
  call('POST', '/ec2tokens', 'a wrong signature', { body: { credentials: signed('wrong') }, ...refusal }),
  call('POST', '/ec2tokens', 'no signature', {
    body: { credentials: { ...signed(secret), signature: null } },
    ...refusal,
  }),
  call('POST', '/ec2tokens', 'no access key', { body: { credentials: { host: 'x' } }, ...refusal }),
  call('POST', '/ec2tokens', 'an unknown access key', {
    body: { credentials: { ...signed(secret), access: 'simtest-none' } },
    ...refusal,
  }),
  call('POST', '/ec2tokens', 'nothing to trade', { body: {}, ...refusal }),
];

const login = (title: string, identity: object, scope: object, more: Parameters<typeof call>[3] = {}): Step =>
  call('POST', '/auth/tokens', title, { as: 'nobody', body: { auth: { identity, scope } }, ...more });
const ann = { methods: ['password'], password: { user: { id: '{annId}', password: 'ann-pw' } } };
const byToken = (id: string): object => ({ methods: ['token'], token: { id } });

const ends: readonly Step[] = [
  login(
    'a role gives a token of the project',
    ann,
    { project: { id: '{treeId}' } },
    {
      keep: { treeToken: 'headers.x-subject-token' },
    },
  ),
  login('an inherited role gives a token below', ann, { project: { id: '{leafId}' } }, { same: ['error'] }),
  call('PATCH', '/projects/{leafId}', 'the project below is enabled', { body: { project: { enabled: true } } }),
  login(
    'now an inherited role gives a token below',
    ann,
    { project: { id: '{leafId}' } },
    {
      keep: { leafToken: 'headers.x-subject-token' },
      same: ['token.project.id'],
    },
  ),
  login(
    'a role of a domain gives a token of the domain',
    ann,
    { domain: { id: '{domainId}' } },
    {
      same: ['token.domain.id'],
    },
  ),
  login(
    'a role of the system gives a token of the system',
    ann,
    { system: { all: true } },
    { same: ['token.roles.0.id'] },
  ),
  login('a traded token gives no other token', byToken('{ec2Token}'), { project: { id: '{treeId}' } }),
  login('the token below works', byToken('{leafToken}'), { project: { id: '{leafId}' } }),
  call('PATCH', '/projects/{leafId}', 'the project below is disabled', { body: { project: { enabled: false } } }),
  login('the token below does not work', byToken('{leafToken}'), { project: { id: '{treeId}' } }),
  call('PATCH', '/projects/{leafId}', 'the project below is enabled again', { body: { project: { enabled: true } } }),
  login('the token below works again', byToken('{leafToken}'), { project: { id: '{treeId}' } }),
  call('DELETE', `/OS-INHERIT${userPath}/{memberRoleId}/inherited_to_projects`, 'the inherited role is taken away'),
  call('DELETE', `/OS-INHERIT${groupPath}/{secondId}/inherited_to_projects`, 'that of the group, too'),
  call('DELETE', `/OS-INHERIT${userPath}/{memberRoleId}/inherited_to_projects`, 'it is gone', {
    same: ['error.title'],
  }),
  login('without a role the token below is void', byToken('{leafToken}'), { project: { id: '{treeId}' } }),
  call('DELETE', `${userPath}/{roleId}`, 'one of two roles is taken away'),
  login('with the other role the token works', byToken('{treeToken}'), { project: { id: '{treeId}' } }),
  call('DELETE', `${groupPath}/{readerId}`, 'the other role is taken away'),
  login('without any role the token is void', byToken('{treeToken}'), { project: { id: '{treeId}' } }),
  call('DELETE', `/credentials/${credentialId}`, 'the EC2 credential goes'),
  call('DELETE', `/credentials/${credentialId}`, 'it goes once', refusal),
  call('DELETE', `${domainUserPath}/{readerId}`, 'a role on the domain is taken away'),
  call('DELETE', `${systemPath}/{readerId}`, 'a role on the system is taken away'),
  call('DELETE', `${systemPath}/{readerId}`, 'a role on the system is gone', { same: ['error.title'] }),
  call('DELETE', '/roles/{roleId}/implies/{secondId}', 'a role implies it no more'),
  call('DELETE', '/roles/{roleId}/implies/{secondId}', 'a role never implied it', refusal),
  call('DELETE', '/groups/{groupId}/users/{annId}', 'a user leaves the group'),
  call('DELETE', '/groups/{groupId}', 'the group goes'),
  call('GET', '/role_assignments?user.id={annId}&include_names', 'what is left to the user'),
  call('DELETE', '/roles/{roleId}', 'the new role goes'),
  call('DELETE', '/roles/{secondId}', 'the second role goes'),
  call('GET', '/role_assignments?user.id={annId}', 'nothing is left to the user'),
  call('DELETE', '/users/{annId}', 'a member deletes no user', asMember),
  call('DELETE', '/users/{annId}', 'the user goes'),
  call('DELETE', '/users/{annId}', 'the user is gone', refusal),
  call('DELETE', '/users/{boId}', 'the other user goes'),
  call('DELETE', '/projects/{leafId}', 'the leaf goes'),
  call('DELETE', '/projects/{treeId}', 'the tree goes'),
  call('PATCH', '/domains/{domainId}', 'the domain is disabled', { body: { domain: { enabled: false } } }),
  login(
    'nobody of the domain logs in',
    {
      methods: ['password'],
      password: { user: { id: '{innerUserId}', password: 'inner-pw' } },
    },
    { project: { id: '{innerId}' } },
  ),
  call('DELETE', '/domains/{domainId}', 'the domain goes'),
  call('GET', '/projects/{innerId}', 'its project goes along', refusal),
  call('GET', '/users/{innerUserId}', 'its user goes along', refusal),
  call('DELETE', '/roles/{domainRoleId}', 'its role stays until it is deleted'),
];

/** Roles, what they imply, grants of every form, credentials, and what ends a token. */
export const identityGrants: readonly Step[] = [...roles, ...grants, ...assignments, ...credentials, ...ends];
