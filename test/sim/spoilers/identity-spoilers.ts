import { first, isTwin, made, type Spoilers, spoils } from './spoiler.ts';

/** Spoilers of Keystone's records, by the words of a kind. */
export const identitySpoilers: Spoilers = {
  'domain: tags': spoils(/^domain .*: tags was/, ({ domains }) => {
    Object.assign(first(domains.where(isTwin)), { tags: ['other'] });
  }),
  'project: switched off': spoils(/^project .*: enabled was/, ({ projects }) => {
    Object.assign(first(projects.where((one) => isTwin(one) && one.enabled)), { enabled: false });
  }),
  'project: no mark': spoils(/^project .* has no twin/, ({ projects }) => {
    const { pumphouse_source_id: _mark, ...extra } = first(projects.where(isTwin)).extra;
    Object.assign(first(projects.where(isTwin)), { extra });
  }),
  'user: email': spoils(/^user .*: extra was/, ({ users }) => {
    Object.assign(first(users.where(isTwin)), { extra: { ...first(users.where(isTwin)).extra, email: 'other' } });
  }),
  'group: its members': spoils(/^group .*: userIds was/, ({ groups }) => {
    Object.assign(first(groups.where(isTwin)), { userIds: [] });
  }),
  'role: what it implies': spoils(/^role .*: impliedIds was/, ({ roles }) => {
    Object.assign(first(roles.where(isTwin)), { impliedIds: [] });
  }),
  'role assignment: lost': spoils(/^role assignment .* is there 0 times/, ({ assignments, projects }) => {
    const ids = new Set(projects.where(isTwin).map(({ id }) => id));
    assignments.remove(first(assignments.where(({ target }) => ids.has(target.id))).id);
  }),
  'role assignment: inherited': spoils(/^role assignment .* is there 0 times/, ({ assignments }, before) => {
    const one = first(made(assignments, before.destination['assignments']).filter(isOfUser));
    assignments.put({ ...one, isInherited: !one.isInherited });
  }),
  'role assignment: one that nobody asked for': spoils(
    /^nobody asked for the role assignment/,
    ({ assignments, roles }, before) => {
      const one = first(made(assignments, before.destination['assignments']).filter(isOfUser));
      const role = first(roles.where(({ name }) => name === 'admin'));
      assignments.put({ ...one, id: 'new', roleId: role.id });
    },
  ),
  'quota: a limit': spoils(/^project .*: limits was/, ({ quotas }, before) => {
    Object.assign(first(made(quotas, before.destination['quotas'])), { limits: { cores: 1 } });
  }),
  'a credential that nobody asked for': spoils(/^credentials has something/, ({ credentials, users }) => {
    const userId = first(users.where(isTwin)).id;
    credentials.put({ id: 'new', type: 'totp', blob: 'secret', userId, projectId: null });
  }),
};

function isOfUser({ actor, target }: { actor: { type: string }; target: { type: string } }): boolean {
  return actor.type === 'user' && target.type === 'project';
}
