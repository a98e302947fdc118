import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import { carryPassword } from '../openstack/carry-password.ts';
import { getIfThere, removeIfThere, sendJson } from '../openstack/calls.ts';
import { list } from '../openstack/collection.ts';
import {
  domainNames,
  isServiceUser,
  listUsers,
  userSchema as answerSchema,
  type UserAnswer,
} from '../openstack/identity.ts';
import { keystoneDatabaseOf } from '../openstack/keystone-database-of.ts';
import { differences } from './difference.ts';
import { extraAttributes, markOf } from './extra-attributes.ts';
import { findInDomain } from './find-in-domain.ts';
import type { Lookup, Passage, ResourceKind } from './kind.ts';
import { markName } from './mark.ts';

const userSchema = z.object({
  id: z.string(),
  name: z.string(),
  domainId: z.string(),
  domainName: z.string(),
  /** Where the user is kept: in Keystone, in an LDAP directory, or with an identity provider. */
  origin: z.enum(['local', 'directory', 'federated']),
  email: z.string().nullable(),
  description: z.string().nullable(),
  isEnabled: z.boolean(),
  defaultProjectId: z.string().optional(),
  /** Keystone's options, such as `lock_password`, `ignore_password_expiry` and `multi_factor_auth_rules`. */
  options: z.record(z.string(), z.unknown()),
  /** Attributes that operators added. */
  extra: z.record(z.string(), z.unknown()),
  markedAs: z.string().optional(),
});
export type User = z.infer<typeof userSchema>;

interface UserDraft {
  readonly domainId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const knownFields = new Set(
  'id name domain_id enabled description email default_project_id password_expires_at options federated'.split(' '),
);

export const user: ResourceKind<User, UserDraft> = {
  name: 'user',
  service: 'identity',
  category: 'supplementary',
  strategies: ['project'],
  schema: userSchema,
  carried: [
    'name',
    'domain',
    'email',
    'description',
    'enabled',
    'default project',
    'options',
    'extra attributes',
    'password hashes with history and expiry',
  ],
  adopts: 'One of the same name in the twin of its domain, if all of this is equal; its password is not touched.',
  reports: {
    'password-not-carried': 'Without access to both Keystone databases it comes without a password.',
    'second-factor-not-carried': 'It logs in with a second factor, which does not move.',
  },
  remarks: [
    'Users of an LDAP directory or an identity provider, and `admin`, are not made: they have to be there.',
    'Users of the cloud’s own services stay.',
  ],

  async discover(cloud) {
    const [answers, names] = await Promise.all([listUsers(cloud), domainNames(cloud)]);
    return answers.map((answer) => fromAnswer(answer, names));
  },

  isMovable: ({ name, domainName }) => !isServiceUser(name, domainName),

  /** Of the default project only an order: one that does not move is left out. */
  needs: ({ domainId, defaultProjectId: id }) => [
    { kind: 'domain', id: domainId },
    ...(id === undefined ? [] : [{ kind: 'project', id, optional: true } as const]),
  ],

  links: ({ defaultProjectId: id }) => (id === undefined ? [] : [{ kind: 'project', id, optional: true }]),

  assess: loginFindings,

  mustExist({ name, domainName, origin }) {
    if (origin === 'directory') return `Connect domain ${domainName} of the destination to the same LDAP directory.`;
    if (origin === 'federated')
      return `Let ${name} log in to the destination once, through the same identity provider.`;
    if (isAdministrator(name, domainName)) return 'Every cloud has its own administrator; say which with --map.';
    return undefined;
  },

  /** Every user is created enabled and without a password, since servers are created as their user; see `connect`. */
  translate({ id, name, domainId, email, description, defaultProjectId, options, extra }, { id: twinOf, find }) {
    const projectId = defaultProjectId === undefined ? undefined : find('project', defaultProjectId);
    const twinDomainId = twinOf('domain', domainId);
    const body = {
      ...extra,
      name,
      domain_id: twinDomainId,
      enabled: true,
      ...(email === null ? {} : { email }),
      ...(description === null ? {} : { description }),
      ...(projectId === undefined ? {} : { default_project_id: projectId }),
      ...(Object.keys(options).length === 0 ? {} : { options }),
      [markName]: id,
    };
    return { domainId: twinDomainId, body };
  },

  match: (resource, { domainId }, candidates) => findInDomain(resource, domainId, candidates),

  isMarked: (resource, twin) => twin.markedAs === resource.id,

  async candidates(destination, { name }, { domainId }) {
    const query = { name, domain_id: domainId };
    const collection = { service: 'identity', path: '/users', key: 'users', item: answerSchema, query } as const;
    const [answers, names] = await Promise.all([list(destination, collection), domainNames(destination, domainId)]);
    return answers.map((answer) => fromAnswer(answer, names));
  },

  async create({ destination }, _resource, { domainId, body }) {
    const request = { service: 'identity', method: 'POST', path: '/users', body: { user: body } } as const;
    const answer = await sendJson(destination, request, one);
    return fromAnswer(answer.user, await domainNames(destination, domainId));
  },

  isConnected: ({ isEnabled, defaultProjectId }) => isEnabled && defaultProjectId === undefined,

  /** Disables a user that is disabled, once the servers are there; only then may the old password work again. */
  async connect(passage, resource, twin) {
    if (twin.markedAs !== resource.id) return;
    const projectId = defaultProjectTwin(resource, passage.lookup);
    const changes = {
      ...(projectId === undefined || projectId === twin.defaultProjectId ? {} : { default_project_id: projectId }),
      ...(!resource.isEnabled && twin.isEnabled ? { enabled: false } : {}),
    };
    if (Object.keys(changes).length > 0) {
      const request = { service: 'identity', method: 'PATCH', path: `/users/${twin.id}` } as const;
      await passage.destination.send({ ...request, body: { user: changes } });
    }
    if (!resource.isEnabled) await carryHashes(passage, resource, twin);
  },

  async read(cloud, id) {
    const answer = await getIfThere(cloud, 'identity', `/users/${id}`, one);
    return answer && fromAnswer(answer.user, await domainNames(cloud, answer.user.domain_id));
  },

  /** The password of a user that we did not make is never touched. */
  async carry(passage, resource, twin) {
    if (resource.isEnabled && twin.markedAs === resource.id) await carryHashes(passage, resource, twin);
  },

  compare(resource, twin, lookup) {
    const { name, domainName, origin } = resource;
    const identity = {
      name: [name, twin.name],
      domain: [lookup.find('domain', resource.domainId), twin.domainId],
    } as const;
    if (origin !== 'local' || isAdministrator(name, domainName)) return differences(identity);
    const projectId = defaultProjectTwin(resource, lookup);
    return differences({
      ...identity,
      email: [resource.email, twin.email],
      description: [resource.description, twin.description],
      enabled: [resource.isEnabled, twin.isEnabled],
      options: [resource.options, twin.options],
      extra: [resource.extra, twin.extra],
      ...(projectId === undefined ? {} : { 'default project': [projectId, twin.defaultProjectId] }),
    });
  },

  async undo(destination, id) {
    await removeIfThere(destination, 'identity', `/users/${id}`);
  },

  async unmark(destination, _resource, twin) {
    const body = { user: { [markName]: null } };
    await destination.send({ service: 'identity', method: 'PATCH', path: `/users/${twin.id}`, body });
  },
};

const one = z.looseObject({ user: answerSchema });

/** The user that `keystone-manage bootstrap` makes. */
function isAdministrator(name: string, domainName: string): boolean {
  return name === 'admin' && domainName.toLowerCase() === 'default';
}

function defaultProjectTwin({ defaultProjectId }: User, { find }: Lookup): string | undefined {
  return defaultProjectId === undefined ? undefined : find('project', defaultProjectId);
}

async function carryHashes({ source, destination, lookup }: Passage, resource: User, twin: User): Promise<void> {
  if (!lookup.choices.passwords || resource.origin !== 'local') return;
  const [from, to] = await Promise.all([keystoneDatabaseOf(source), keystoneDatabaseOf(destination)]);
  if (from !== undefined && to !== undefined) await carryPassword(from, to, resource.id, twin.id);
}

function loginFindings({ id, name, domainName, origin, options }: User, { choices: { passwords } }: Lookup): Finding[] {
  if (origin !== 'local' || isAdministrator(name, domainName)) return [];
  const resource = { kind: 'user', id, name };
  const findings: Finding[] = [];
  if (!passwords) {
    findings.push({
      severity: 'warning',
      rule: 'password-not-carried',
      summary: `user ${name} comes without a password and cannot log in to the destination until one is set`,
      resource,
      cure: 'Set pumphouse.keystone_database for both clouds in clouds.yaml, and the old password goes along.',
    });
  }
  if (options['multi_factor_auth_enabled'] === true) {
    findings.push({
      severity: 'warning',
      rule: 'second-factor-not-carried',
      summary: `user ${name} logs in with a second factor, which does not move`,
      resource,
      cure: 'Let the user register it again on the destination.',
    });
  }
  return findings;
}

function fromAnswer(answer: UserAnswer, names: ReadonlyMap<string, string>): User {
  const { id, name, domain_id: domainId, enabled, options, default_project_id: defaultProjectId } = answer;
  return {
    id,
    name,
    domainId,
    domainName: names.get(domainId) ?? domainId,
    origin: originOf(answer),
    email: answer.email ?? null,
    description: answer.description ?? null,
    isEnabled: enabled,
    ...(typeof defaultProjectId === 'string' ? { defaultProjectId } : {}),
    options,
    extra: extraAttributes(answer, knownFields),
    ...markOf(answer),
  };
}

/** Keystone's LDAP driver knows no expiry, and gives ids of 64 digits (keystone/identity/id_generators/sha256.py). */
function originOf({ id, federated, password_expires_at: expiry }: UserAnswer): User['origin'] {
  if (federated.length > 0) return 'federated';
  return expiry === undefined && /^[0-9a-f]{64}$/.test(id) ? 'directory' : 'local';
}
