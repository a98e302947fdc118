import type { Setting, Settings } from './read-settings.ts';

const userKeys = ['user_id', 'username', 'user_domain_id', 'user_domain_name', 'password'] as const;
const projectKeys = ['project_id', 'project_name', 'project_domain_id', 'project_domain_name'] as const;
export const scopeKeys = ['domain_id', 'domain_name', 'system_scope', 'trust_id', ...projectKeys] as const;
const otherKeys = ['auth_url', 'token', 'default_domain', 'default_domain_id', 'default_domain_name'] as const;
const credentialKeys = [
  'application_credential_id',
  'application_credential_name',
  'application_credential_secret',
] as const;
export const authKeys = [...userKeys, ...scopeKeys, ...otherKeys, ...credentialKeys] as const;
export type AuthKey = (typeof authKeys)[number];

/** Older names, the weaker first, and the key each stands for. */
const olderKeys: Partial<Record<AuthKey, readonly string[]>> = {
  project_id: ['tenant_id'],
  project_name: ['tenant_name'],
  username: ['user_name'],
  token: ['auth_token'],
};

/** The texts that a login is made of; what is absent or empty in the entry is not there. */
export type AuthValues = { [key in AuthKey]?: string };

/** Whether a key may stand in `auth` at all, whatever the type of login. */
export function isAuthKey(key: string): boolean {
  const older = Object.values(olderKeys).flat();
  return authKeys.some((known) => known === key) || older.includes(key) || key === 'passcode';
}

/** All values of a login, with the domains spread as openstacksdk spreads them. */
export function authValues(settings: Settings, hasDefaults: boolean): AuthValues {
  const values: AuthValues = {};
  for (const key of authKeys) {
    const value = authValue(settings, key);
    if (value !== undefined) values[key] = value.text;
  }
  const spread = spreadDomains(values);
  return hasDefaults ? addDefaultDomains(spread) : spread;
}

/**
 * Scope, domains and tokens are taken from beside `auth` before they are taken from within it (openstacksdk since story
 * 2010784), all others the other way round.
 */
export function authValue({ top, auth }: Settings, key: AuthKey): Setting | undefined {
  const isMoved = /^(?:(?:user_|project_)?domain|project)_(?:id|name)$|^token$/.test(key);
  const [first, second] = isMoved ? [top, auth] : [auth, top];
  for (const name of [key, ...(olderKeys[key] ?? [])]) {
    const setting = first.get(name) ?? second.get(name);
    if (setting !== undefined) return setting;
  }
  return undefined;
}

/** A `domain_*` beside a project is no scope of its own: it stands for the user's domain and the project's. */
function spreadDomains({ domain_id: id, domain_name: name, ...values }: AuthValues): AuthValues {
  if (values.project_id === undefined && values.project_name === undefined) {
    return {
      ...values,
      ...(id === undefined ? {} : { domain_id: id }),
      ...(name === undefined ? {} : { domain_name: name }),
    };
  }
  return {
    ...(id === undefined ? {} : { user_domain_id: id, project_domain_id: id }),
    ...(name === undefined ? {} : { user_domain_name: name, project_domain_name: name }),
    ...values,
  };
}

/**
 * `default_domain_*` fill in where that very key is missing, as in keystoneauth; `default_domain`, an id, only where
 * the domain has neither id nor name, as in openstackclient.
 */
function addDefaultDomains(values: AuthValues): AuthValues {
  const filled = { ...values };
  for (const side of ['user', 'project'] as const) {
    const name = values[`${side}_domain_name`] ?? values.default_domain_name;
    const id = values[`${side}_domain_id`] ?? values.default_domain_id ?? (name ? undefined : values.default_domain);
    if (id !== undefined) filled[`${side}_domain_id`] = id;
    if (name !== undefined) filled[`${side}_domain_name`] = name;
  }
  return filled;
}
