import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { getIfThere, sendJson } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { list } from '../openstack/collection.ts';
import { type DomainAnswer, domainSchema as answerSchema, isServiceDomain } from '../openstack/identity.ts';
import { differences } from './difference.ts';
import { extraAttributes, markOf } from './extra-attributes.ts';
import { patchImmutable, removeImmutable } from './immutable.ts';
import type { ResourceKind } from './kind.ts';
import { markName } from './mark.ts';

const domainSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  isEnabled: z.boolean(),
  tags: z.array(z.string()),
  options: z.record(z.string(), z.unknown()),
  /** Attributes that operators added. */
  extra: z.record(z.string(), z.unknown()),
  markedAs: z.string().optional(),
});
export type Domain = z.infer<typeof domainSchema>;

interface DomainDraft {
  readonly body: Readonly<Record<string, unknown>>;
}

const knownFields = new Set(['id', 'name', 'description', 'enabled', 'tags', 'options']);

/** The domain that every cloud has from the beginning, whatever it is called now (`[identity] default_domain_id`). */
const defaultId = 'default';

export const domain: ResourceKind<Domain, DomainDraft> = {
  name: 'domain',
  service: 'identity',
  category: 'supplementary',
  strategies: [],
  schema: domainSchema,
  carried: ['name', 'description', 'enabled', 'tags', 'options', 'extra attributes'],
  adopts:
    'The default domain for the default domain, else one of the same name; if it is enabled or disabled alike. What ' +
    'else it says of itself is its own.',
  remarks: [
    'A disabled domain is disabled once all else is done.',
    'Identity drivers of a domain, such as its LDAP directory, do not move: connect them on the destination first.',
    'Undo deletes a domain only when it is empty, since Keystone deletes all that is in it.',
  ],
  connectsLast: true,

  discover: listDomains,

  isMovable: ({ name }) => !isServiceDomain(name),

  needs: () => [],

  /** It is created enabled, so that its users can act; `connect` disables it. */
  translate({ id, name, description, tags, options, extra }) {
    const body = {
      ...extra,
      name,
      description,
      enabled: true,
      ...(tags.length === 0 ? {} : { tags }),
      ...(Object.keys(options).length === 0 ? {} : { options }),
      [markName]: id,
    };
    return { body };
  },

  match: ({ id, name }, _draft, candidates) =>
    candidates.find(({ markedAs }) => markedAs === id) ??
    candidates.find((other) => id === defaultId && other.id === defaultId) ??
    candidates.find((other) => other.name === name),

  isMarked: (resource, twin) => twin.markedAs === resource.id,

  candidates: listDomains,

  async create({ destination }, _resource, { body }) {
    const request = { service: 'identity', method: 'POST', path: '/domains', body: { domain: body } } as const;
    return fromAnswer((await sendJson(destination, request, one)).domain);
  },

  isConnected: ({ isEnabled }) => isEnabled,

  async connect({ destination }, resource, twin) {
    if (resource.isEnabled || !twin.isEnabled || twin.markedAs !== resource.id) return;
    await patchImmutable(destination, placeOf(twin.id), twin.options, { enabled: false });
  },

  read: readDomain,

  compare(resource, twin) {
    const enabled = [resource.isEnabled, twin.isEnabled] as const;
    if (twin.markedAs !== resource.id) return differences({ enabled });
    return differences({
      name: [resource.name, twin.name],
      description: [resource.description, twin.description],
      enabled,
      tags: [resource.tags, twin.tags],
      options: [resource.options, twin.options],
      extra: [resource.extra, twin.extra],
    });
  },

  /** Keystone deletes no domain that is enabled, and with it all that is in it. */
  async undo(destination, id) {
    const found = await readDomain(destination, id);
    if (found === undefined) return;
    await requireEmpty(destination, found);
    if (found.isEnabled) await patchImmutable(destination, placeOf(id), found.options, { enabled: false });
    await removeImmutable(destination, placeOf(id));
  },

  async unmark(destination, _resource, twin) {
    await patchImmutable(destination, placeOf(twin.id), twin.options, { [markName]: null, enabled: twin.isEnabled });
  },
};

const one = z.looseObject({ domain: answerSchema });

/**
 * Keystone compares what a change says with the option alone, and adds a field to it where a domain is changed as one:
 * it lifts the option only from the project that the domain is (keystone.resource.core, `update_domain`).
 */
function placeOf(id: string): { path: string; key: string; release: { path: string; key: string } } {
  return { path: `/domains/${id}`, key: 'domain', release: { path: `/projects/${id}`, key: 'project' } };
}

async function listDomains(cloud: Cloud): Promise<Domain[]> {
  const collection = { service: 'identity', path: '/domains', key: 'domains', item: answerSchema } as const;
  return (await list(cloud, collection)).map(fromAnswer);
}

async function readDomain(cloud: Cloud, id: string): Promise<Domain | undefined> {
  const answer = await getIfThere(cloud, 'identity', `/domains/${id}`, one);
  return answer === undefined ? undefined : fromAnswer(answer.domain);
}

const named = z.looseObject({ name: z.string() });

/** Whatever somebody made in it since must not go with it. */
async function requireEmpty(cloud: Cloud, { id, name }: Domain): Promise<void> {
  const keys = ['projects', 'users', 'groups', 'roles'] as const;
  const found = await Promise.all(
    keys.map(async (key) => {
      const members = await list(cloud, {
        service: 'identity',
        path: `/${key}`,
        key,
        item: named,
        query: { domain_id: id },
      });
      return members.map((member) => `${key.slice(0, -1)} ${member.name}`);
    }),
  );
  const left = found.flat();
  if (left.length === 0) return;
  throw new Problem({
    summary: `domain ${name} on ${cloud.name} is not empty, and deleting it would delete all that is in it`,
    detail: left.slice(0, 10).join(', '),
    cure: 'Move or delete what is in it, then undo again; or keep the domain.',
    remedy: 'ask',
    resource: `domain ${name}`,
  });
}

function fromAnswer(answer: DomainAnswer): Domain {
  const { id, name, description, enabled: isEnabled, tags, options } = answer;
  return {
    id,
    name,
    description: description ?? '',
    isEnabled,
    tags: tags.toSorted(),
    options,
    extra: extraAttributes(answer, knownFields),
    ...markOf(answer),
  };
}
