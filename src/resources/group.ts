import { z } from 'zod';
import { getIfThere, removeIfThere, sendJson } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { list } from '../openstack/collection.ts';
import {
  domainNames,
  type GroupAnswer,
  groupSchema as answerSchema,
  isServiceUser,
  listGroups,
  userSchema,
} from '../openstack/identity.ts';
import { differences } from './difference.ts';
import { extraAttributes, markOf } from './extra-attributes.ts';
import { findInDomain } from './find-in-domain.ts';
import type { Lookup, ResourceKind } from './kind.ts';
import { markName } from './mark.ts';

const groupSchema = z.object({
  id: z.string(),
  name: z.string(),
  domainId: z.string(),
  domainName: z.string(),
  /** Kept in an LDAP directory, not in Keystone. */
  isInDirectory: z.boolean(),
  description: z.string().nullable(),
  /** Users, but those of the cloud's own services; none of a directory, which keeps them itself. */
  memberIds: z.array(z.string()),
  /** Attributes that operators added. */
  extra: z.record(z.string(), z.unknown()),
  markedAs: z.string().optional(),
});
export type Group = z.infer<typeof groupSchema>;

interface GroupDraft {
  readonly domainId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const knownFields = new Set(['id', 'name', 'domain_id', 'description', 'membership_expires_at']);

export const group: ResourceKind<Group, GroupDraft> = {
  name: 'group',
  service: 'identity',
  category: 'supplementary',
  strategies: ['project'],
  schema: groupSchema,
  carried: ['name', 'domain', 'description', 'members', 'extra attributes'],
  adopts: 'One of the same name in the twin of its domain, if all of this is equal, members too.',
  remarks: [
    'A group that has a role in a chosen project goes along, with its members; so does one whose role there is ' +
      'inherited, where the owner of something that moves has no role of their own in the project.',
    'Groups of an LDAP directory are not made: they have to be there.',
  ],

  async discover(cloud) {
    return Promise.all((await listGroups(cloud)).map((answer) => fromAnswer(cloud, answer)));
  },

  needs: ({ domainId }) => [{ kind: 'domain', id: domainId }],

  links: ({ memberIds }) => memberIds.map((id) => ({ kind: 'user', id })),

  mustExist: ({ domainName, isInDirectory }) =>
    isInDirectory ? `Connect domain ${domainName} of the destination to the same LDAP directory.` : undefined,

  translate({ id, name, domainId, description, extra }, lookup) {
    const own = { ...extra, name, ...(description === null ? {} : { description }), [markName]: id };
    const twinDomainId = lookup.id('domain', domainId);
    return { domainId: twinDomainId, body: { ...own, domain_id: twinDomainId } };
  },

  match: (resource, { domainId }, candidates) => findInDomain(resource, domainId, candidates),

  isMarked: (resource, twin) => twin.markedAs === resource.id,

  async candidates(destination, { name }, { domainId }) {
    const collection = { service: 'identity', path: '/groups', key: 'groups', item: answerSchema } as const;
    const answers = await list(destination, { ...collection, query: { name, domain_id: domainId } });
    return Promise.all(answers.map((answer) => fromAnswer(destination, answer)));
  },

  async create({ destination }, _resource, { body }) {
    const request = { service: 'identity', method: 'POST', path: '/groups', body: { group: body } } as const;
    return fromAnswer(destination, (await sendJson(destination, request, one)).group);
  },

  isConnected: ({ memberIds }) => memberIds.length === 0,

  /** Members that are missing join; those of a group that we did not make stay as they are. */
  async connect({ destination, lookup }, resource, twin) {
    if (twin.markedAs !== resource.id) return;
    const present = new Set(twin.memberIds);
    const wanted = resource.memberIds.map((id) => lookup.id('user', id));
    for (const id of wanted.filter((member) => !present.has(member))) {
      await destination.send({ service: 'identity', method: 'PUT', path: `/groups/${twin.id}/users/${id}` });
    }
  },

  async read(cloud, id) {
    const answer = await getIfThere(cloud, 'identity', `/groups/${id}`, one);
    return answer === undefined ? undefined : fromAnswer(cloud, answer.group);
  },

  compare(resource, twin, lookup) {
    const identity = {
      name: [resource.name, twin.name],
      domain: [lookup.find('domain', resource.domainId), twin.domainId],
    } as const;
    if (resource.isInDirectory) return differences(identity);
    return differences({
      ...identity,
      description: [resource.description, twin.description],
      members: [memberTwins(resource, lookup), twin.memberIds],
      extra: [resource.extra, twin.extra],
    });
  },

  async undo(destination, id) {
    await removeIfThere(destination, 'identity', `/groups/${id}`);
  },

  async unmark(destination, _resource, twin) {
    const body = { group: { [markName]: null } };
    await destination.send({ service: 'identity', method: 'PATCH', path: `/groups/${twin.id}`, body });
  },
};

const one = z.looseObject({ group: answerSchema });

/** A member without a twin keeps its own id, so that `compare` tells that it is missing. */
function memberTwins({ memberIds }: Group, { find }: Lookup): string[] {
  return memberIds.map((id) => find('user', id) ?? id).toSorted();
}

async function fromAnswer(cloud: Cloud, answer: GroupAnswer): Promise<Group> {
  const { id, name, domain_id: domainId, description } = answer;
  const names = await domainNames(cloud, domainId);
  // Keystone's LDAP driver gives ids of 64 digits (keystone/identity/id_generators/sha256.py).
  const isInDirectory = /^[0-9a-f]{64}$/.test(id);
  return {
    id,
    name,
    domainId,
    domainName: names.get(domainId) ?? domainId,
    isInDirectory,
    description: description ?? null,
    memberIds: isInDirectory ? [] : await membersOf(cloud, id),
    extra: extraAttributes(answer, knownFields),
    ...markOf(answer),
  };
}

async function membersOf(cloud: Cloud, id: string): Promise<string[]> {
  const collection = { service: 'identity', path: `/groups/${id}/users`, key: 'users', item: userSchema } as const;
  const [members, names] = await Promise.all([list(cloud, collection), domainNames(cloud)]);
  const isOfService = ({ name, domain_id: domainId }: (typeof members)[number]): boolean =>
    isServiceUser(name, names.get(domainId) ?? domainId);
  return members
    .filter((member) => !isOfService(member))
    .map((member) => member.id)
    .toSorted();
}
