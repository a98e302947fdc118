/** Records of Keystone. */
type Attributes = Readonly<Record<string, unknown>>;

export interface Domain {
  readonly id: string;
  name: string;
  description: string;
  enabled: boolean;
  tags: readonly string[];
  options: Attributes;
}

export interface Project {
  readonly id: string;
  name: string;
  readonly domainId: string;
  /** The domain's id right below the domain. */
  readonly parentId: string;
  description: string;
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
  description: string;
  userIds: readonly string[];
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
}

export interface Token {
  /** What the client sends as X-Auth-Token. */
  readonly id: string;
  readonly userId: string;
  readonly projectId: string | undefined;
  readonly domainId: string | undefined;
  readonly isSystem: boolean;
  readonly roleIds: readonly string[];
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  isRevoked: boolean;
}
