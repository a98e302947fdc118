/** Keystone's domain, by id or by name; the very shape that Keystone's API takes. */
export type DomainRef = { readonly id: string } | { readonly name: string };

/** A user by id, or by name in a domain. */
export type UserRef = { readonly id: string } | { readonly name: string; readonly domain: DomainRef };

/** A project by id, or by name in a domain. */
export type ProjectRef = { readonly id: string } | { readonly name: string; readonly domain: DomainRef };

/**
 * What a token is asked for. `default` asks for nothing: Keystone takes the user's default project, if there is one.
 */
export type Scope =
  | { readonly type: 'project'; readonly project: ProjectRef }
  | { readonly type: 'domain'; readonly domain: DomainRef }
  | { readonly type: 'trust'; readonly id: string }
  | { readonly type: 'system' }
  | { readonly type: 'default' };

/** How to log in. `authUrl` is Keystone's version 3 root: it ends in `/v3`, without a slash after it. */
export type Credentials =
  | {
      readonly type: 'password';
      readonly authUrl: string;
      readonly user: UserRef;
      readonly password: string;
      readonly scope: Scope;
    }
  | { readonly type: 'token'; readonly authUrl: string; readonly token: string; readonly scope: Scope }
  | {
      readonly type: 'application-credential';
      readonly authUrl: string;
      readonly credential: { readonly id: string } | { readonly name: string; readonly user: UserRef };
      readonly secret: string;
    };

/** Which of a service's addresses in Keystone's catalog is used. */
export type Interface = 'public' | 'internal' | 'admin';

/** How the Ceph cluster is reached in which a cloud keeps its volumes. */
export interface CephAccess {
  /** Absolute path of its `ceph.conf`. */
  readonly conf: string;
  /** Without `client.` before it. */
  readonly user: string;
  /** Pools by the names of back ends, as Cinder's configuration has them. */
  readonly pools: Readonly<Record<string, string>>;
}

/** All that is needed to open one cloud. It holds secrets: never log, save or show it as a whole. */
export interface CloudConfig {
  readonly name: string;
  readonly auth: Credentials;
  readonly region?: string;
  readonly interface: Interface;
  /** Addresses that replace the catalog's, by service type (`block-storage`). */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Interfaces and regions that hold for one service type only. */
  readonly serviceInterfaces: Readonly<Record<string, Interface>>;
  readonly serviceRegions: Readonly<Record<string, string>>;
  /** Absolute paths of PEM files. Without `caFile` the usual authorities are trusted. */
  readonly tls: {
    readonly verify: boolean;
    readonly caFile?: string;
    readonly certFile?: string;
    readonly keyFile?: string;
  };
  /** `mysql://` or `postgresql://` URL of Keystone's database, with user and password. */
  readonly keystoneDatabase?: string;
  readonly ceph?: CephAccess;
  /** Where others fetch the bytes of its images, with `{id}` or `{name}` in it. It may hold a secret. */
  readonly imageUrl?: string;
  /** `file:line` of the cloud's entry, or `environment`. */
  readonly origin: string;
}

/** The body of `POST /v3/auth/tokens` (Identity API v3, "Password authentication" and its neighbours). */
export interface AuthRequestBody {
  readonly auth: {
    readonly identity: { readonly methods: readonly string[]; readonly [method: string]: unknown };
    readonly scope?: object;
  };
}

/** What to send to Keystone for a token. An application credential has its scope within itself and sends none. */
export function authRequestBody({ auth }: Pick<CloudConfig, 'auth'>): AuthRequestBody {
  if (auth.type === 'application-credential') {
    const credential = { ...auth.credential, secret: auth.secret };
    return { auth: { identity: { methods: ['application_credential'], application_credential: credential } } };
  }
  const scope = scopePart(auth.scope);
  if (auth.type === 'token') return { auth: { identity: { methods: ['token'], token: { id: auth.token } }, ...scope } };
  const password = { user: { ...auth.user, password: auth.password } };
  return { auth: { identity: { methods: ['password'], password }, ...scope } };
}

function scopePart(scope: Scope): { scope?: object } {
  if (scope.type === 'default') return {};
  if (scope.type === 'project') return { scope: { project: scope.project } };
  if (scope.type === 'domain') return { scope: { domain: scope.domain } };
  return { scope: scope.type === 'system' ? { system: { all: true } } : { 'OS-TRUST:trust': { id: scope.id } } };
}
