/** Records of Keystone. */
type Attributes = Readonly<Record<string, unknown>>;

export interface Domain {
  readonly id: string;
  name: string;
  description: string | null;
  enabled: boolean;
  tags: readonly string[];
  options: Attributes;
  /** Attributes that are none of Keystone's own. */
  extra?: Attributes;
}

export interface Project {
  readonly id: string;
  name: string;
  readonly domainId: string;
  /** The domain's id right below the domain. */
  readonly parentId: string;
  description: string | null;
  enabled: boolean;
  tags: readonly string[];
  options: Attributes;
  /** Attributes that are none of Keystone's own. */
  extra: Attributes;
}

export interface User {
  readonly id: string;
  name: string;
  readonly domainId: string;
  enabled: boolean;
  /** Undefined for one who cannot log in with a password. */
  password: string | undefined;
  defaultProjectId: string | undefined;
  options: Attributes;
  /** Email, description and attributes that are none of Keystone's own. */
  extra: Attributes;
}

export interface Group {
  readonly id: string;
  name: string;
  readonly domainId: string;
  description: string | null;
  userIds: readonly string[];
  /** Attributes that are none of Keystone's own. */
  extra?: Attributes;
}

export interface Role {
  readonly id: string;
  name: string;
  readonly domainId: string | undefined;
  description: string | null;
  options: Attributes;
  /** Roles that it brings along. */
  impliedIds: readonly string[];
  extra: Attributes;
}

export interface Assignment {
  readonly id: string;
  readonly roleId: string;
  readonly actor: { readonly type: 'user' | 'group'; readonly id: string };
  readonly target: { readonly type: 'project' | 'domain' | 'system'; readonly id: string };
  readonly isInherited: boolean;
}

export interface Credential {
  readonly id: string;
  readonly type: string;
  blob: string;
  readonly userId: string;
  readonly projectId: string | null;
  /** Attributes that are none of Keystone's own. */
  extra?: Attributes;
}

export interface Token {
  /** What the client sends as X-Auth-Token. */
  readonly id: string;
  readonly userId: string;
  readonly projectId: string | undefined;
  readonly domainId: string | undefined;
  readonly isSystem: boolean;
  /** As they are now: Keystone looks them up again whenever the token is used. */
  roleIds: readonly string[];
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  isRevoked: boolean;
  /** Revoked only as long as what stands in its way lasts, such as a disabled project. */
  isSuspended?: boolean;
  /** How the login was proved, such as `password`. */
  readonly methods?: readonly string[];
  /** Its own audit id, and that of the token that it was made from. */
  readonly auditIds?: readonly string[];
}
