import { z } from 'zod';
import { getIfThere, sendJson } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { list } from '../openstack/collection.ts';
import { removeDefaultGroups } from '../openstack/default-groups.ts';
import {
  domainNames,
  isServiceProject,
  projectSchema as answerSchema,
  type ProjectAnswer,
} from '../openstack/identity.ts';
import { differences } from './difference.ts';
import { extraAttributes, markOf } from './extra-attributes.ts';
import { findInDomain } from './find-in-domain.ts';
import { patchImmutable, removeImmutable } from './immutable.ts';
import type { ResourceKind } from './kind.ts';
import { markName } from './mark.ts';

const projectSchema = z.object({
  id: z.string(),
  name: z.string(),
  domainId: z.string(),
  domainName: z.string(),
  /** The parent project; undefined right below the domain. */
  parentId: z.string().optional(),
  /** Of a disabled project only, since they are disabled before it. */
  childIds: z.array(z.string()),
  description: z.string(),
  isEnabled: z.boolean(),
  tags: z.array(z.string()),
  options: z.record(z.string(), z.unknown()),
  /** Attributes that operators added. */
  extra: z.record(z.string(), z.unknown()),
  markedAs: z.string().optional(),
});
export type Project = z.infer<typeof projectSchema>;

interface ProjectDraft {
  readonly domainId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const knownFields = new Set(
  'id name domain_id parent_id description enabled is_domain tags options parents subtree'.split(' '),
);

export const project: ResourceKind<Project, ProjectDraft> = {
  name: 'project',
  service: 'identity',
  category: 'supplementary',
  strategies: ['used'],
  schema: projectSchema,
  carried: ['name', 'domain', 'parent', 'description', 'enabled', 'tags', 'options', 'extra attributes'],
  adopts: 'One of the same name in the twin of its domain, if all of this is equal.',
  remarks: ['Projects of the cloud itself (`service`) stay, unless one is named.'],

  async discover(cloud) {
    const [answers, names] = await Promise.all([listProjects(cloud), domainNames(cloud)]);
    const children = Map.groupBy(answers, ({ parent_id }) => parent_id);
    return answers
      .filter(({ is_domain }) => !is_domain)
      .map((answer) => fromAnswer(answer, names, children.get(answer.id) ?? []));
  },

  isMovable: ({ name }) => !isServiceProject(name),

  needs: ({ domainId, parentId }) => [
    { kind: 'domain', id: domainId },
    ...(parentId === undefined ? [] : [{ kind: 'project', id: parentId } as const]),
  ],

  links: ({ childIds }) => childIds.map((id) => ({ kind: 'project', id, state: 'connected', optional: true })),

  /** Every project is created enabled: a disabled one takes neither children nor servers. `connect` disables it. */
  translate(resource, lookup) {
    const { id, name, parentId, description, tags, options, extra } = resource;
    const domainId = lookup.id('domain', resource.domainId);
    const body = {
      ...extra,
      name,
      domain_id: domainId,
      description,
      enabled: true,
      ...(parentId === undefined ? {} : { parent_id: lookup.id('project', parentId) }),
      ...(tags.length === 0 ? {} : { tags }),
      ...(Object.keys(options).length === 0 ? {} : { options }),
      [markName]: id,
    };
    return { domainId, body };
  },

  match: (resource, { domainId }, candidates) => findInDomain(resource, domainId, candidates),

  isMarked: (resource, twin) => twin.markedAs === resource.id,

  async candidates(destination, { name }, { domainId }) {
    return inventoryOf(destination, await listProjects(destination, { name, domain_id: domainId }));
  },

  async create({ destination }, _resource, { domainId, body }) {
    const request = { service: 'identity', method: 'POST', path: '/projects', body: { project: body } } as const;
    const answer = await sendJson(destination, request, one);
    return fromAnswer(answer.project, await domainNames(destination, domainId), []);
  },

  isConnected: ({ isEnabled }) => isEnabled,

  async connect({ destination }, resource, twin) {
    if (resource.isEnabled || !twin.isEnabled || twin.markedAs !== resource.id) return;
    await patchImmutable(destination, placeOf(twin.id), twin.options, { enabled: false });
  },

  async read(cloud, id) {
    const answer = await getIfThere(cloud, 'identity', `/projects/${id}`, one);
    return answer === undefined ? undefined : (await inventoryOf(cloud, [answer.project]))[0];
  },

  compare(resource, twin, { find }) {
    const parent = resource.parentId === undefined ? null : (find('project', resource.parentId) ?? null);
    return differences({
      name: [resource.name, twin.name],
      domain: [find('domain', resource.domainId), twin.domainId],
      parent: [parent, twin.parentId ?? null],
      description: [resource.description, twin.description],
      enabled: [resource.isEnabled, twin.isEnabled],
      tags: [resource.tags.toSorted(), twin.tags.toSorted()],
      options: [resource.options, twin.options],
      extra: [resource.extra, twin.extra],
    });
  },

  async undo(destination, id) {
    await removeDefaultGroups(destination, id);
    await removeImmutable(destination, placeOf(id));
  },

  async unmark(destination, _resource, twin) {
    // Without `enabled`, Keystone takes every change for one that enables, and refuses it below a disabled parent.
    const changes = { [markName]: null, enabled: twin.isEnabled };
    await patchImmutable(destination, placeOf(twin.id), twin.options, changes);
  },
};

const one = z.looseObject({ project: answerSchema });

function placeOf(id: string): { path: string; key: string } {
  return { path: `/projects/${id}`, key: 'project' };
}

function listProjects(cloud: Cloud, query: Readonly<Record<string, string>> = {}): Promise<ProjectAnswer[]> {
  return list(cloud, { service: 'identity', path: '/projects', key: 'projects', item: answerSchema, query });
}

async function inventoryOf(cloud: Cloud, answers: readonly ProjectAnswer[]): Promise<Project[]> {
  const names = await domainNames(cloud, answers[0]?.domain_id);
  const childrenOf = async ({ id, enabled }: ProjectAnswer): Promise<ProjectAnswer[]> =>
    enabled ? [] : listProjects(cloud, { parent_id: id });
  return Promise.all(answers.map(async (answer) => fromAnswer(answer, names, await childrenOf(answer))));
}

function fromAnswer(
  answer: ProjectAnswer,
  names: ReadonlyMap<string, string>,
  children: readonly ProjectAnswer[],
): Project {
  const { id, name, domain_id: domainId, parent_id: parentId, enabled: isEnabled, tags, options } = answer;
  return {
    id,
    name,
    domainId,
    domainName: names.get(domainId) ?? domainId,
    ...(typeof parentId === 'string' && parentId !== domainId ? { parentId } : {}),
    childIds: isEnabled ? [] : children.map((child) => child.id).toSorted(),
    description: answer.description ?? '',
    isEnabled,
    tags: tags.toSorted(),
    options,
    extra: extraAttributes(answer, knownFields),
    ...markOf(answer),
  };
}
