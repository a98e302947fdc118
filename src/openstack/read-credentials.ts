import { Problem } from '../base/problem.ts';
import type { AuthKey, AuthValues } from './auth-values.ts';
import { authKeys, authValue, authValues, isAuthKey, scopeKeys } from './auth-values.ts';
import type { Credentials, DomainRef, ProjectRef, Scope, UserRef } from './credentials.ts';
import { nearestName } from './nearest-name.ts';
import type { Setting, Settings } from './read-settings.ts';
import { formatSetting } from './read-settings.ts';

const types = ['password', 'v3password', 'token', 'v3token', 'v3applicationcredential'] as const;

/**
 * The credentials of a cloud, by openstacksdk's rules (`magic_fixes`, `_validate_auth`) and keystoneauth's. Throws a
 * Problem for a missing or unknown key, and for an auth_type that is not supported.
 */
export function readCredentials(settings: Settings): Credentials {
  const unknown = [...settings.auth].find(([key]) => !isAuthKey(key));
  if (unknown !== undefined) throw unknownKey(settings, ...unknown);
  const type = authTypeOf(settings);
  const values = authValues(settings, type !== 'v3applicationcredential');
  const authUrl = authUrlOf(settings);
  if (type === 'v3applicationcredential') return applicationCredential(settings, values, authUrl);
  const scope = scopeOf(settings, values);
  if (type === 'token' || type === 'v3token') {
    return { type: 'token', authUrl, token: needed(settings, values, 'token'), scope };
  }
  const user = userOf(settings, values);
  return { type: 'password', authUrl, user, password: needed(settings, values, 'password'), scope };
}

function applicationCredential(settings: Settings, values: AuthValues, authUrl: string): Credentials {
  const key = scopeKeys.find((name) => !name.startsWith('project_domain_') && values[name] !== undefined);
  if (key !== undefined) {
    throw problem(settings, `${key} is set, but an application credential holds its project within itself`, {
      cure: `Remove ${key}; Keystone refuses a login with both.`,
      key,
    });
  }
  const secret = needed(settings, values, 'application_credential_secret');
  const { application_credential_id: id } = values;
  const type = 'application-credential';
  if (id !== undefined) return { type, authUrl, credential: { id }, secret };
  const name = needed(settings, values, 'application_credential_name');
  return { type, authUrl, credential: { name, user: userOf(settings, values) }, secret };
}

/** The named type, else what the keys given can only be meant for; openstacksdk itself assumes `password`. */
function authTypeOf(settings: Settings): (typeof types)[number] {
  const named = settings.top.get('auth_type') ?? settings.top.get('auth_plugin');
  if (named === undefined) {
    if (authValue(settings, 'application_credential_secret') !== undefined) return 'v3applicationcredential';
    const hasUser =
      authValue(settings, 'username') ?? authValue(settings, 'user_id') ?? authValue(settings, 'password');
    return authValue(settings, 'token') !== undefined && hasUser === undefined ? 'token' : 'password';
  }
  const type = types.find((known) => known === named.text);
  if (type !== undefined) return type;
  throw problem(settings, `auth_type "${named.text}" is not supported`, {
    cure: `Use one of ${types.join(', ')}; an application credential is the way in for federated users.`,
    key: 'auth_type',
  });
}

function userOf(settings: Settings, values: AuthValues): UserRef {
  if (values.user_id !== undefined) return { id: values.user_id };
  const name = needed(settings, values, 'username');
  return { name, domain: domainOf(settings, values, 'user') };
}

/** keystoneauth's order: domain, project, trust, system; two of the first three are one too many. */
function scopeOf(settings: Settings, values: AuthValues): Scope {
  const hasDomain = values.domain_id !== undefined || values.domain_name !== undefined;
  const hasProject = values.project_id !== undefined || values.project_name !== undefined;
  if ([hasDomain, hasProject, values.trust_id !== undefined].filter(Boolean).length > 1) {
    throw problem(settings, 'credentials cannot be for a project, a domain and a trust at once', {
      cure: 'Keep one of them.',
      key: 'trust_id',
    });
  }
  if (values.domain_id !== undefined) return { type: 'domain', domain: { id: values.domain_id } };
  if (values.domain_name !== undefined) return { type: 'domain', domain: { name: values.domain_name } };
  if (hasProject) return { type: 'project', project: projectOf(settings, values) };
  if (values.trust_id !== undefined) return { type: 'trust', id: values.trust_id };
  if (values.system_scope === undefined) return { type: 'default' };
  if (values.system_scope === 'all') return { type: 'system' };
  throw problem(settings, 'system_scope is not "all"', { cure: 'Keystone knows no other.', key: 'system_scope' });
}

function projectOf(settings: Settings, values: AuthValues): ProjectRef {
  if (values.project_id !== undefined) return { id: values.project_id };
  const name = needed(settings, values, 'project_name');
  return { name, domain: domainOf(settings, values, 'project') };
}

function domainOf(settings: Settings, values: AuthValues, side: 'user' | 'project'): DomainRef {
  const id = values[`${side}_domain_id`];
  if (id !== undefined) return { id };
  const name = values[`${side}_domain_name`];
  if (name !== undefined) return { name };
  const key = side === 'user' ? 'username' : 'project_name';
  throw problem(settings, `${key} is given without its domain, and names are unique only within one`, {
    cure: howToGive(settings, `${side}_domain_name`),
    key,
  });
}

/** Only an address within `auth` has its {placeholders} filled in. */
function authUrlOf(settings: Settings): string {
  const within = settings.auth.get('auth_url');
  const setting = within === undefined ? settings.top.get('auth_url') : formatSetting(within, settings);
  if (setting === undefined) throw missing(settings, 'auth_url');
  const url = setting.text.replace(/\/+$/, '');
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
    throw problem(settings, 'auth_url is not an http or https address', { cure: 'Correct it.', key: 'auth_url' });
  }
  if (/\/v2(?:\.0)?$/.test(url)) {
    const cure = 'Write it without the version, or with /v3.';
    throw problem(settings, 'auth_url is of Identity API version 2, and only version 3 is supported', {
      cure,
      key: 'auth_url',
    });
  }
  return url.endsWith('v3') ? url : `${url}/v3`;
}

function needed(settings: Settings, values: AuthValues, key: AuthKey): string {
  const value = values[key];
  if (value === undefined) throw missing(settings, key);
  return value;
}

function missing(settings: Settings, key: AuthKey): Problem {
  return problem(settings, `${key} is missing`, { cure: howToGive(settings, key), key });
}

function howToGive({ place }: Settings, key: AuthKey): string {
  return place === 'environment' ? `Set OS_${key.toUpperCase()}.` : `Add ${key} to auth of the entry.`;
}

function unknownKey(settings: Settings, key: string, { place }: Setting): Problem {
  const near = nearestName(key, authKeys);
  return new Problem({
    summary: `auth of cloud ${settings.cloud} has the unknown key ${key}`,
    remedy: 'ask',
    resource: place,
    cure: near === undefined ? 'Remove it.' : `Did you mean ${near}?`,
  });
}

function problem(settings: Settings, what: string, { cure, key }: { cure: string; key: string }): Problem {
  const place = (settings.auth.get(key) ?? settings.top.get(key))?.place ?? settings.place;
  return new Problem({ summary: `cloud ${settings.cloud}: ${what}`, remedy: 'ask', resource: place, cure });
}
