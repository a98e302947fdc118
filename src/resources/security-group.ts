import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { networkCollection, ownerOf, standardFields } from '../openstack/network.ts';
import { removeIfThere } from '../openstack/calls.ts';
import { completeTwin, describedPairs, findMarked, unmarkTwin } from './described.ts';
import { differences } from './difference.ts';
import { extensionBody, extensionFindings, extensionPair } from './extension.ts';
import type { Lookup, Ref, ResourceKind, Scope } from './kind.ts';
import { isMarkedDescription, markDescription, unmarkDescription } from './mark.ts';
import {
  ruleAnswerSchema,
  ruleBody,
  ruleFromAnswer,
  ruleKey,
  type SecurityGroupRule,
  securityGroupRuleSchema,
} from './security-group-rule.ts';
import { sorted } from './sorted.ts';

const securityGroupSchema = z.object({
  id: z.string(),
  name: z.string(),
  projectId: z.string().optional(),
  description: z.string(),
  isStateful: z.boolean().optional(),
  /** Offered to other projects too. */
  isShared: z.boolean(),
  tags: z.array(z.string()),
  rules: z.array(securityGroupRuleSchema),
  /** What the source’s API does not tell of it, in words. */
  untold: z.array(z.string()).optional(),
});
export type SecurityGroup = z.infer<typeof securityGroupSchema>;

type SecurityGroupDraft = Readonly<Record<string, unknown>>;

const answerSchema = z.looseObject({
  ...standardFields,
  stateful: z.boolean().nullish(),
  shared: z.boolean().default(false),
  security_group_rules: z.array(ruleAnswerSchema).default([]),
  untold: z.array(z.string()).default([]),
});

const groups = networkCollection('/security-groups', 'security_group', answerSchema);

/** The group that Neutron makes for each project; nobody can make another of that name. */
const builtInName = 'default';

/** A security group. Its rules come in `connect`, when the groups they name are there: they may name each other. */
export const securityGroup: ResourceKind<SecurityGroup, SecurityGroupDraft> = {
  name: 'security-group',
  service: 'network',
  category: 'supplementary',
  strategies: ['project', 'used'],
  schema: securityGroupSchema,
  carried: ['name', 'project', 'description', 'stateful', 'tags', 'rules with remote groups and descriptions'],
  adopts: 'Only `default`, which every project has: its rules are made those of the source.',
  reports: {
    'network-extension-missing': 'The destination’s Neutron lacks an extension that it uses.',
    'security-group-address-group': 'A rule names an address group, which is not carried yet.',
    'security-group-untold': 'The Compute API of the source does not tell all of its rules.',
  },
  remarks: ['A rule is the same if all that it says is, remote group and description included.'],

  // Never with a project as filter: Neutron answers that by making the project's default group.
  async discover(cloud, scope) {
    const all = (await groups.list(cloud)).map(fromAnswer);
    return inScope(all, scope);
  },

  needs: ({ projectId }) => (projectId === undefined ? [] : [{ kind: 'project', id: projectId }]),

  links({ id, rules }) {
    const remote = new Set(rules.flatMap(({ remoteGroupId }) => (remoteGroupId === null ? [] : [remoteGroupId])));
    return [...remote].filter((other) => other !== id).map((other): Ref => ({ kind: 'security-group', id: other }));
  },

  assess(resource, { destination }) {
    const { id, name, rules, isStateful, untold = [] } = resource;
    const findings = extensionFindings('security-group', resource, destination, [
      { extension: 'stateful-security-group', attribute: 'stateless rules', isUsed: isStateful === false },
    ]);
    for (const words of untold) {
      const summary = `security group ${name} is read by the Compute API: ${words}`;
      const about = { kind: 'security-group', id, name };
      const cure = 'Compare its rules after the move, or read the source by its Neutron: --network-api neutron.';
      findings.push({ severity: 'warning', rule: 'security-group-untold', summary, resource: about, cure });
    }
    if (!rules.some(({ remoteAddressGroupId }) => remoteAddressGroupId !== null)) return findings;
    return [
      ...findings,
      {
        severity: 'blocker',
        rule: 'security-group-address-group',
        summary: `a rule of security group ${name} names an address group, which is not carried yet`,
        resource: { kind: 'security-group', id, name },
        cure: 'Replace the rule by rules with address prefixes.',
      },
    ];
  },

  isBuiltIn: ({ name }) => name === builtInName,

  translate({ id, name, projectId, description, isStateful }, lookup) {
    return {
      name,
      description: markDescription(unmarkDescription(description), id),
      ...(projectId === undefined ? {} : { project_id: lookup.id('project', projectId) }),
      ...extensionBody(lookup.destination, 'stateful-security-group', { stateful: isStateful }),
    };
  },

  match(resource, draft, candidates) {
    if (resource.name !== builtInName) return findMarked(resource, draft.project_id, candidates);
    return candidates.find(({ name, projectId }) => name === builtInName && projectId === draft.project_id);
  },

  isMarked: ({ id }, twin) => isMarkedDescription(twin.description, id),

  candidates: async (destination, { name }) => (await groups.list(destination, { name })).map(fromAnswer),

  async create({ destination }, { name }, draft) {
    if (name !== builtInName) return fromAnswer(await groups.create(destination, draft));
    // Asking for the groups of a project makes its default group; a POST of that name is refused.
    const found = await groups.list(destination, { name, project_id: String(draft.project_id) });
    const made = found.find(({ name: other }) => other === builtInName);
    if (made === undefined) throw noDefaultGroup(destination, String(draft.project_id));
    return fromAnswer(await groups.update(destination, made.id, { description: draft.description }));
  },

  async connect({ destination, lookup }, resource, twin) {
    await completeTwin(destination, groups, resource, twin, attributeChanges(resource, twin, lookup));
    try {
      await reconcileRules(destination, resource, twin, lookup);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 409) throw problem;
      // An earlier try had got further than the twin as it was read: look again.
      const answer = await groups.read(destination, twin.id);
      if (answer === undefined) throw problem;
      await reconcileRules(destination, resource, fromAnswer(answer), lookup);
    }
  },

  async read(cloud, id) {
    const answer = await groups.read(cloud, id);
    return answer === undefined ? undefined : fromAnswer(answer);
  },

  /** A rule is what it says: one that was made again is the same. */
  steady: (resource) => ({ ...resource, rules: resource.rules.map(({ id: _id, ...rule }) => rule) }),

  compare(resource, twin, lookup) {
    const { missing, extra } = rulesToChange(resource, twin, (id) => lookup.find('security-group', id) ?? 'none');
    return differences({
      ...describedPairs(resource, twin, lookup.find),
      stateful: extensionPair(resource.isStateful, twin.isStateful, true),
      rules: [missing.map(({ words }) => words), extra.map(({ words }) => words)],
    });
  },

  undo: (destination, id) => groups.remove(destination, id),

  unmark: (destination, _resource, twin) => unmarkTwin(destination, groups, twin),
};

function fromAnswer(answer: z.infer<typeof answerSchema>): SecurityGroup {
  return {
    id: answer.id,
    name: answer.name,
    projectId: ownerOf(answer),
    description: answer.description ?? '',
    isStateful: answer.stateful ?? undefined,
    isShared: answer.shared,
    tags: sorted(answer.tags),
    rules: sorted(answer.security_group_rules.map(ruleFromAnswer)),
    ...(answer.untold.length === 0 ? {} : { untold: answer.untold }),
  };
}

/** Groups of the wanted projects, shared ones, and whatever their rules name. */
function inScope(all: readonly SecurityGroup[], { projectIds }: Scope): SecurityGroup[] {
  if (projectIds === undefined) return [...all];
  const byId = new Map(all.map((group) => [group.id, group]));
  const wanted = new Set(projectIds);
  const reached = new Set(all.filter(({ projectId, isShared }) => isShared || wanted.has(projectId ?? '')));
  // A set is walked in the order of insertion, what is added on the way included.
  for (const { rules } of reached) {
    for (const { remoteGroupId } of rules) {
      const remote = byId.get(remoteGroupId ?? '');
      if (remote !== undefined) reached.add(remote);
    }
  }
  return [...reached];
}

/** The default group is not created by us, so that its attributes are set afterwards. */
function attributeChanges(resource: SecurityGroup, twin: SecurityGroup, { destination }: Lookup): object {
  const description = unmarkDescription(resource.description);
  return {
    ...(unmarkDescription(twin.description) === description ? {} : { description }),
    ...(resource.isStateful === twin.isStateful
      ? {}
      : extensionBody(destination, 'stateful-security-group', { stateful: resource.isStateful })),
  };
}

interface RuleInWords {
  readonly rule: SecurityGroupRule;
  readonly words: string;
}

/** Pure: rules that the twin lacks, and those that it has beyond the source's; a changed description counts as both. */
function rulesToChange(
  resource: SecurityGroup,
  twin: SecurityGroup,
  twinOf: (groupId: string) => string,
): { readonly missing: RuleInWords[]; readonly extra: RuleInWords[] } {
  const wanted = inWords(resource.rules, twinOf);
  const present = inWords(twin.rules, (groupId) => groupId);
  const without = (rules: Map<string, RuleInWords>, others: Map<string, RuleInWords>): RuleInWords[] =>
    [...rules].filter(([key, { words }]) => others.get(key)?.words !== words).map(([, rule]) => rule);
  return { missing: without(wanted, present), extra: without(present, wanted) };
}

/** By key: of rules that Neutron takes for the same one only the first counts. */
function inWords(rules: readonly SecurityGroupRule[], twinOf: (groupId: string) => string): Map<string, RuleInWords> {
  const byKey = new Map<string, RuleInWords>();
  for (const rule of rules) {
    const key = ruleKey(rule, twinOf);
    const words = rule.description === '' ? key : `${key} (${rule.description})`;
    if (!byKey.has(key)) byKey.set(key, { rule, words });
  }
  return byKey;
}

/** Makes the twin's rules those of the source: superfluous ones go first, since Neutron refuses to change a rule. */
async function reconcileRules(
  destination: Cloud,
  resource: SecurityGroup,
  twin: SecurityGroup,
  lookup: Lookup,
): Promise<void> {
  const twinOf = (groupId: string): string => lookup.id('security-group', groupId);
  const { missing, extra } = rulesToChange(resource, twin, twinOf);
  await Promise.all(extra.map(({ rule }) => removeIfThere(destination, 'network', `/security-group-rules/${rule.id}`)));
  if (missing.length === 0) return;
  const owner = twin.projectId === undefined ? {} : { project_id: twin.projectId };
  const rules = missing.map(({ rule }) => ({ ...ruleBody(rule, twin.id, twinOf), ...owner }));
  const path = '/security-group-rules';
  await destination.send({ service: 'network', method: 'POST', path, body: { security_group_rules: rules } });
}

function noDefaultGroup({ name }: Cloud, projectId: string): Problem {
  return new Problem({
    summary: `cloud ${name} makes no default security group for project ${projectId}`,
    cure: 'Is Neutron’s security-group extension on? Run the same command again once it is.',
    remedy: 'ask',
  });
}
