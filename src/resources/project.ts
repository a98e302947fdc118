import { z } from 'zod';
import type { Capabilities } from '../openstack/capabilities.ts';
import { getIfThere, removeIfThere, sendJson } from '../openstack/calls.ts';
import { list } from '../openstack/collection.ts';
import {
  domainNames,
  projectSchema as answerSchema,
  type ProjectAnswer,
  requireDomain,
} from '../openstack/identity.ts';
import { differences } from './difference.ts';
import type { ResourceKind } from './kind.ts';
import { markName } from './mark.ts';

const projectSchema = z.object({
  id: z.string(),
  name: z.string(),
  domainName: z.string(),
  /** The parent project; undefined right below the domain. */
  parentId: z.string().optional(),
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
  readonly name: string;
  readonly domainName: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const knownFields = new Set([
  'id',
  'name',
  'domain_id',
  'parent_id',
  'description',
  'enabled',
  'is_domain',
  'tags',
  'options',
]);

/** A project of the cloud itself, which every cloud makes for its own services. */
const serviceProjects = new Set(['service', 'services']);

export const project: ResourceKind<Project, ProjectDraft> = {
  name: 'project',
  service: 'identity',
  category: 'supplementary',
  strategies: ['used'],
  schema: projectSchema,
  carried: ['name', 'domain', 'parent', 'description', 'enabled', 'tags', 'options', 'extra attributes'],

  async discover(cloud) {
    const [answers, names] = await Promise.all([
      list(cloud, { service: 'identity', path: '/projects', key: 'projects', item: answerSchema }),
      domainNames(cloud),
    ]);
    return answers.filter(({ is_domain }) => !is_domain).map((answer) => fromAnswer(answer, names));
  },

  isMovable: ({ name }) => !serviceProjects.has(name),

  needs: ({ parentId }) => (parentId === undefined ? [] : [{ kind: 'project', id: parentId }]),

  assess: (resource, _choices, destination) => domainFindings(resource, destination),

  translate(resource, lookup) {
    const { name, domainName, parentId, description, isEnabled, tags, options, extra } = resource;
    const parent = parentId === undefined ? {} : { parent_id: lookup.id('project', parentId) };
    return {
      name,
      domainName,
      body: { ...extra, ...parent, name, description, enabled: isEnabled, tags, options, [markName]: resource.id },
    };
  },

  match: (_resource, draft, candidates) =>
    candidates.find(({ name, domainName }) => name === draft.name && domainName === draft.domainName),

  isMarked: (resource, twin) => twin.markedAs === resource.id,

  async candidates(destination, _resource, draft) {
    const names = await domainNames(destination);
    const query = { name: draft.name };
    const answers = await list(destination, {
      service: 'identity',
      path: '/projects',
      key: 'projects',
      item: answerSchema,
      query,
    });
    return answers.map((answer) => fromAnswer(answer, names));
  },

  async create({ destination }, _resource, draft) {
    const domainId = await requireDomain(destination, draft.domainName);
    const body = { project: { ...draft.body, domain_id: domainId } };
    const answer = await sendJson(destination, { service: 'identity', method: 'POST', path: '/projects', body }, one);
    return fromAnswer(answer.project, await domainNames(destination));
  },

  async read(cloud, id) {
    const answer = await getIfThere(cloud, 'identity', `/projects/${id}`, one);
    return answer === undefined ? undefined : fromAnswer(answer.project, await domainNames(cloud));
  },

  compare(resource, twin, lookup) {
    return differences({
      name: [resource.name, twin.name],
      domain: [resource.domainName, twin.domainName],
      parent: [parentTwin(resource, lookup.find), twin.parentId ?? null],
      description: [resource.description, twin.description],
      enabled: [resource.isEnabled, twin.isEnabled],
      tags: [resource.tags.toSorted(), twin.tags.toSorted()],
      options: [resource.options, twin.options],
      extra: [resource.extra, twin.extra],
    });
  },

  async undo(destination, id) {
    await removeIfThere(destination, 'identity', `/projects/${id}`);
  },
};

const one = z.looseObject({ project: answerSchema });

function fromAnswer(answer: ProjectAnswer, names: ReadonlyMap<string, string>): Project {
  const extra = Object.entries(answer).filter(([key]) => !knownFields.has(key) && key !== 'links' && key !== markName);
  const { parent_id: parentId, domain_id: domainId, [markName]: markedAs } = answer;
  return {
    id: answer.id,
    name: answer.name,
    domainName: names.get(domainId) ?? domainId,
    ...(typeof parentId === 'string' && parentId !== domainId ? { parentId } : {}),
    description: answer.description ?? '',
    isEnabled: answer.enabled,
    tags: answer.tags,
    options: answer.options,
    extra: Object.fromEntries(extra),
    ...(typeof markedAs === 'string' ? { markedAs } : {}),
  };
}

function parentTwin({ parentId }: Project, find: (kind: 'project', id: string) => string | undefined): string | null {
  return parentId === undefined ? null : (find('project', parentId) ?? null);
}

function domainFindings(resource: Project, destination: Capabilities): ReturnType<NonNullable<typeof project.assess>> {
  const { id, name, domainName } = resource;
  if (destination.domains.some((domain) => domain.name === domainName)) return [];
  return [
    {
      severity: 'blocker',
      rule: 'domain-missing',
      summary: `the destination has no domain ${domainName}`,
      resource: { kind: 'project', id, name },
      cure: `Create it there: openstack domain create ${JSON.stringify(domainName)}`,
    },
  ];
}
