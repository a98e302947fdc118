import { z } from 'zod';
import { canonicalJson } from '../base/json.ts';
import { actAs } from '../openstack/act-as.ts';
import { removeIfThere, sendJson } from '../openstack/calls.ts';
import { compareVersions } from '../openstack/compare-versions.ts';
import {
  listServerGroups,
  readServerGroup,
  type ServerGroupAnswer,
  serverGroupSchema as answerSchema,
} from '../openstack/server-groups.ts';
import { differences } from './difference.ts';
import { grantLinks, grantRefs } from './grant-refs.ts';
import type { ResourceKind } from './kind.ts';
import { withOwners } from './project-owner.ts';

const serverGroupSchema = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string(),
  userId: z.string(),
  /** Its owner, who is gone: somebody else of the project stands in. */
  formerUserId: z.string().optional(),
  policy: z.string(),
  rules: z.record(z.string(), z.number()),
  memberCount: z.number(),
  /** Another group of the same name, policy and owner, which is made before it so that they are told apart. */
  previousId: z.string().optional(),
  /** What gives its owner the right to act in its project. */
  roleAssignmentIds: z.array(z.string()),
});
export type ServerGroup = z.infer<typeof serverGroupSchema>;

interface ServerGroupDraft {
  /** Nova gives a group to the project and the user whose token asks for it. */
  readonly projectId: string;
  readonly userId: string;
  readonly microversion: string;
  readonly body: { readonly server_group: Readonly<Record<string, unknown>> };
}

/** Since 2.64 a group has one policy, with rules; before that a list of one. */
const rulesVersion = '2.64';

export const serverGroup: ResourceKind<ServerGroup, ServerGroupDraft> = {
  name: 'server-group',
  service: 'compute',
  category: 'supplementary',
  strategies: ['project', 'used'],
  schema: serverGroupSchema,
  carried: ['name', 'policy', 'rules', 'owner (user and project)', 'members'],
  adopts: 'One of the same name, policy, rules and owner that stands for no other group.',
  reports: {
    'server-group-rules-lost': 'The destination’s Nova is too old for its rules.',
    'server-group-owner-gone': 'Its owner is gone: another user of the project stands in.',
    'server-group-owner-without-role': 'Its owner has no role in its project, in whose name it would be made.',
  },
  isUnmarkable: true,

  async discover(cloud, { projectIds, rights }) {
    const answers = await listServerGroups(cloud);
    const wanted = answers.filter(({ project_id }) => projectIds?.includes(project_id) ?? true);
    if (wanted.length === 0) return [];
    return inTurn(await withOwners(cloud, wanted.map(fromAnswer), rights));
  },

  needs: (resource) => [
    { kind: 'project', id: resource.projectId },
    { kind: 'user', id: resource.userId },
    ...(resource.previousId === undefined
      ? []
      : [{ kind: 'server-group', id: resource.previousId, optional: true } as const]),
    ...grantRefs(resource),
  ],

  links: grantLinks,

  // A disabled owner or project is switched off on the destination only when this is there.
  precedes: ({ userId, projectId }) => [
    { kind: 'user', id: userId },
    { kind: 'project', id: projectId },
  ],

  assess({ id, name, formerUserId, rules }, { destination: { computeVersion } }) {
    const about = { resource: { kind: 'server-group', id, name } };
    const isOld = compareVersions(computeVersion, rulesVersion) < 0 && Object.keys(rules).length > 0;
    const lost = `server group ${name} loses its rules: the destination's Nova is older than they`;
    const gone = `server group ${name} belongs to a user who is gone: its twin belongs to another user of the project`;
    return [
      ...(isOld ? [{ severity: 'warning', rule: 'server-group-rules-lost', summary: lost, ...about } as const] : []),
      ...(formerUserId === undefined
        ? []
        : [{ severity: 'note', rule: 'server-group-owner-gone', summary: gone, ...about } as const]),
    ];
  },

  translate({ name, policy, rules, projectId, userId }, lookup) {
    const { computeVersion } = lookup.destination;
    const hasRules = compareVersions(computeVersion, rulesVersion) >= 0;
    const ruled = { policy, ...(Object.keys(rules).length > 0 ? { rules } : {}) };
    return {
      projectId: lookup.id('project', projectId),
      userId: lookup.id('user', userId),
      microversion: `compute ${computeVersion}`,
      body: { server_group: { name, ...(hasRules ? ruled : { policies: [policy] }) } },
    };
  },

  /** Of equal ones, rather that with as many members. */
  match(resource, draft, candidates) {
    const same = candidates.filter(
      (other) =>
        other.projectId === draft.projectId &&
        other.userId === draft.userId &&
        shapeOf(other) === shapeOf({ ...resource, rules: sentRules(draft, resource) }),
    );
    return same.find(({ memberCount }) => memberCount === resource.memberCount) ?? same[0];
  },

  async candidates(destination, _resource, { projectId }) {
    const answers = await listServerGroups(destination);
    return answers.filter(({ project_id }) => project_id === projectId).map(fromAnswer);
  },

  async create({ destination }, resource, { projectId, userId, microversion, body }) {
    const owner = await actAs(destination, userId, projectId);
    const request = { service: 'compute', method: 'POST', path: '/os-server-groups', body, microversion } as const;
    const answer = await sendJson(owner, request, one);
    return { ...resource, id: answer.server_group.id, projectId, userId };
  },

  async read(cloud, id) {
    const answer = await readServerGroup(cloud, id);
    return answer === undefined ? undefined : fromAnswer(answer);
  },

  steady: ({ name, policy, rules, projectId }) => ({ name, policy, rules, projectId }),

  /** Members join by booting: `server` compares them. */
  compare(resource, twin, { find, destination }) {
    const hasRules = compareVersions(destination.computeVersion, rulesVersion) >= 0;
    return differences({
      name: [resource.name, twin.name],
      policy: [resource.policy, twin.policy],
      ...(hasRules ? { rules: [resource.rules, twin.rules] } : {}),
      project: [find('project', resource.projectId), twin.projectId],
      user: [find('user', resource.userId), twin.userId],
    });
  },

  async undo(destination, id) {
    await removeIfThere(destination, 'compute', `/os-server-groups/${id}`);
  },
};

const one = z.looseObject({ server_group: answerSchema });

function shapeOf({ name, policy, rules }: Pick<ServerGroup, 'name' | 'policy' | 'rules'>): string {
  return JSON.stringify([name, policy, canonicalJson(rules)]);
}

function sentRules({ body }: ServerGroupDraft, { rules }: ServerGroup): Record<string, number> {
  return 'policies' in body.server_group ? {} : rules;
}

/** Equal groups one after the other: a group without a mark is known by being there when nobody else has taken it. */
function inTurn(groups: readonly ServerGroup[]): ServerGroup[] {
  const equal = Map.groupBy(
    groups.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    (group) => [group.projectId, group.userId, shapeOf(group)].join(' '),
  );
  return [...equal.values()].flatMap((alike) =>
    alike.map((group, index) => {
      const previous = alike[index - 1];
      return previous === undefined ? group : { ...group, previousId: previous.id };
    }),
  );
}

function fromAnswer(answer: ServerGroupAnswer): ServerGroup {
  return {
    id: answer.id,
    name: answer.name,
    projectId: answer.project_id,
    userId: answer.user_id,
    policy: answer.policy ?? answer.policies[0] ?? '',
    rules: answer.rules,
    memberCount: answer.members.length,
    roleAssignmentIds: [],
  };
}
