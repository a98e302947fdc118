import { z } from 'zod';
import { getIfThere, getJson, sendJson } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { list } from '../openstack/collection.ts';
import { domainNames, roleSchema as answerSchema, type RoleAnswer } from '../openstack/identity.ts';
import { differences } from './difference.ts';
import { extraAttributes, markOf } from './extra-attributes.ts';
import { findInDomain } from './find-in-domain.ts';
import { patchImmutable, removeImmutable } from './immutable.ts';
import type { Lookup, ResourceKind } from './kind.ts';
import { markName } from './mark.ts';

const roleSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The domain that the role belongs to; undefined for a role that all share. */
  domainId: z.string().optional(),
  domainName: z.string().optional(),
  description: z.string().nullable(),
  options: z.record(z.string(), z.unknown()),
  /** Roles that whoever has this one has too; empty for default roles, whose chain every cloud makes. */
  impliedIds: z.array(z.string()).default([]),
  /** Attributes that operators added. */
  extra: z.record(z.string(), z.unknown()),
  markedAs: z.string().optional(),
});
export type Role = z.infer<typeof roleSchema>;

interface RoleDraft {
  readonly domainId?: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

const knownFields = new Set(['id', 'name', 'domain_id', 'description', 'options']);

/** Roles that every cloud makes for itself (`keystone-manage bootstrap`); only their names matter. */
const defaultRoles = new Set(['admin', 'manager', 'member', '_member_', 'reader', 'service']);

export const role: ResourceKind<Role, RoleDraft> = {
  name: 'role',
  service: 'identity',
  category: 'supplementary',
  strategies: [],
  schema: roleSchema,
  carried: ['name', 'domain', 'description', 'options', 'implied roles', 'extra attributes'],
  adopts:
    'One of the same name in the same domain; of the roles that every cloud makes for itself only the name counts.',

  /** Keystone lists the roles of a domain only to who asks for that domain. */
  async discover(cloud) {
    const names = await domainNames(cloud);
    const queries = [{}, ...[...names.keys()].map((id) => ({ domain_id: id }))];
    const [implied, ...answers] = await Promise.all([
      impliedRoles(cloud),
      ...queries.map((query) => listRoles(cloud, query)),
    ]);
    return answers.flat().map((answer) => fromAnswer(answer, names, implied));
  },

  needs: ({ domainId: id }) => (id === undefined ? [] : [{ kind: 'domain', id }]),

  links: ({ impliedIds }) => impliedIds.map((id) => ({ kind: 'role', id })),

  translate({ id, name, domainId, description, options, extra }, lookup) {
    const domain = domainId === undefined ? {} : { domainId: lookup.id('domain', domainId) };
    const body = {
      ...extra,
      name,
      ...(domain.domainId === undefined ? {} : { domain_id: domain.domainId }),
      ...(description === null ? {} : { description }),
      ...(Object.keys(options).length === 0 ? {} : { options }),
      [markName]: id,
    };
    return { ...domain, body };
  },

  match: (resource, { domainId }, candidates) => findInDomain(resource, domainId, candidates),

  isMarked: (resource, twin) => twin.markedAs === resource.id,

  async candidates(destination, { name }, { domainId }) {
    const domain = domainId === undefined ? {} : { domain_id: domainId };
    const [answers, names, implied] = await Promise.all([
      listRoles(destination, { name, ...domain }),
      domainNames(destination, domainId),
      impliedRoles(destination),
    ]);
    return answers.map((answer) => fromAnswer(answer, names, implied));
  },

  async create({ destination }, _resource, { domainId, body }) {
    const request = { service: 'identity', method: 'POST', path: '/roles', body: { role: body } } as const;
    const answer = await sendJson(destination, request, one);
    return fromAnswer(answer.role, await domainNames(destination, domainId), new Map());
  },

  isConnected: ({ impliedIds }) => impliedIds.length === 0,

  /** Keystone refuses a rule that is there already, so a repeated call adds only what is missing. */
  async connect({ destination, lookup }, resource, twin) {
    if (twin.markedAs !== resource.id) return;
    const present = new Set((await impliedRoles(destination)).get(twin.id));
    const wanted = resource.impliedIds.map((id) => lookup.id('role', id));
    for (const id of wanted.filter((one) => !present.has(one))) {
      await destination.send({ service: 'identity', method: 'PUT', path: `/roles/${twin.id}/implies/${id}` });
    }
  },

  async read(cloud, id) {
    const answer = await getIfThere(cloud, 'identity', `/roles/${id}`, one);
    if (answer === undefined) return undefined;
    const names = await domainNames(cloud, answer.role.domain_id ?? undefined);
    return fromAnswer(answer.role, names, await impliedRoles(cloud));
  },

  compare(resource, twin, lookup) {
    const domainId = resource.domainId && lookup.find('domain', resource.domainId);
    const identity = { name: [resource.name, twin.name], domain: [domainId, twin.domainId] } as const;
    if (isDefault(resource)) return differences(identity);
    return differences({
      ...identity,
      description: [resource.description, twin.description],
      options: [resource.options, twin.options],
      'implied roles': [impliedTwins(resource, lookup), twin.impliedIds.toSorted()],
      extra: [resource.extra, twin.extra],
    });
  },

  undo: (destination, id) => removeImmutable(destination, placeOf(id)),

  async unmark(destination, _resource, twin) {
    await patchImmutable(destination, placeOf(twin.id), twin.options, { [markName]: null });
  },
};

const one = z.looseObject({ role: answerSchema });

function placeOf(id: string): { path: string; key: string } {
  return { path: `/roles/${id}`, key: 'role' };
}

function listRoles(cloud: Cloud, query: Readonly<Record<string, string>>): Promise<RoleAnswer[]> {
  return list(cloud, { service: 'identity', path: '/roles', key: 'roles', item: answerSchema, query });
}

function isDefault({ name, domainName }: Pick<Role, 'name' | 'domainName'>): boolean {
  return domainName === undefined && defaultRoles.has(name);
}

/** A role without a twin keeps its own id, so that `compare` tells that it is missing. */
function impliedTwins({ impliedIds }: Role, { find }: Lookup): string[] {
  return impliedIds.map((id) => find('role', id) ?? id).toSorted();
}

const inferencesSchema = z.looseObject({
  role_inferences: z.array(
    z.looseObject({
      prior_role: z.looseObject({ id: z.string() }),
      implies: z.array(z.looseObject({ id: z.string() })),
    }),
  ),
});

/** What each role implies directly, by its id: one call for all, https://docs.openstack.org/api-ref/identity/v3. */
async function impliedRoles(cloud: Cloud): Promise<ReadonlyMap<string, readonly string[]>> {
  const { role_inferences: rules } = await getJson(cloud, 'identity', '/role_inferences', inferencesSchema);
  return new Map(rules.map(({ prior_role: prior, implies }) => [prior.id, implies.map(({ id }) => id).toSorted()]));
}

function fromAnswer(
  answer: RoleAnswer,
  names: ReadonlyMap<string, string>,
  implied: ReadonlyMap<string, readonly string[]>,
): Role {
  const { id, name, domain_id: domainId, description, options } = answer;
  const domain = typeof domainId === 'string' ? { domainId, domainName: names.get(domainId) ?? domainId } : {};
  return {
    id,
    name,
    ...domain,
    impliedIds: isDefault({ name, ...domain }) ? [] : [...(implied.get(id) ?? [])],
    description: description ?? null,
    options,
    extra: extraAttributes(answer, knownFields),
    ...markOf(answer),
  };
}
