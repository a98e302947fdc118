import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { attributeValues } from './attribute-values.ts';
import { formatCidr, parseCidr } from './cidr.ts';
import type { Asking, Collection, Shown } from './collection.ts';
import { collectionRoutes } from './collection-routes.ts';
import { defaultSecurityGroup } from './default-security-group.ts';
import type { SecurityGroup, SecurityGroupRule } from './records.ts';
import { refuse } from './refuse.ts';
import { refuseTwice, type RuleDraft, soundRule } from './sound-rule.ts';

const { name, oneOf, text, uuid } = attributeValues;

const ethertypes = new Map([
  ['ipv4', 'IPv4'],
  ['ipv6', 'IPv6'],
] as const);

const ethertype = z.string().transform((given) => {
  const found = [...ethertypes].find(([lower]) => lower === given.toLowerCase())?.[1];
  if (found !== undefined) return found;
  const known = "Allowed values are ['IPv4', 'IPv6']";
  const message = `Security group rule for ethertype '${given}' not supported. ${known}.`;
  throw refuse.invalid('SecurityGroupRuleInvalidEtherType', message);
});
const portNumber = z.union([z.number(), z.string()]).nullable().optional();

const create = z.object({
  security_group_id: text(36),
  direction: oneOf('ingress', 'egress'),
  ethertype: ethertype.optional(),
  protocol: portNumber,
  port_range_min: portNumber,
  port_range_max: portNumber,
  remote_ip_prefix: z.string().nullable().optional(),
  remote_group_id: uuid.nullable().optional(),
  remote_address_group_id: uuid.nullable().optional(),
  description: name.nullable().optional(),
});
const change = z.object({ description: name.nullable().optional() });
type Draft = z.output<typeof create>;
type Change = z.output<typeof change>;

const shape = ['security_group_id', 'direction', 'ethertype', 'protocol', 'port_range_min', 'port_range_max'];
const remotes = ['remote_ip_prefix', 'remote_group_id', 'remote_address_group_id', 'normalized_cidr'];
const chosenBy = [...shape, ...remotes];

const securityGroupRules: Collection<SecurityGroupRule, Draft, Change> = {
  path: 'security-group-rules',
  attributes: {
    singular: 'security_group_rule',
    create,
    change,
    fixed: ['id', 'created_at', 'updated_at', 'revision_number', 'normalized_cidr'],
  },
  missing: (id) => refuse.missing('SecurityGroupRuleNotFound', `Security group rule ${id} does not exist`),
  limited: 'security_group_rule',
  filters: [...chosenBy, 'id', 'description', 'revision_number'],
  sorts: [...chosenBy, 'id', 'tenant_id', 'project_id'],
  table: ({ state }) => state.securityGroupRules,
  maySee: ({ cloud, caller }, { security_group_id: id }) =>
    cloud.state.securityGroups.get(id)?.project_id === caller.projectId,
  view: (cloud, rule) => withoutStandard(viewRule(cloud, rule)),
  beforeList: ({ cloud }, projectId) => void (projectId !== '' && defaultSecurityGroup(cloud, projectId)),
  checkAll: checkRules,
  make: ({ cloud }, given, projectId) => makeRule(cloud, soundRule(given), projectId),
  // Zed announces the call for its descriptions, and cannot carry it out.
  change() {
    throw refuse.broken();
  },
  remove: ({ cloud }, { id }) => void cloud.state.securityGroupRules.remove(id),
};

export function securityGroupRulesRoutes(app: FastifyInstance, cloud: SimCloud): void {
  collectionRoutes(app, cloud, securityGroupRules);
}

/** As it stands within its group, where Neutron shows more of it than by itself. */
export function viewRule(_cloud: SimCloud, rule: SecurityGroupRule): Shown {
  const range = rule.remote_ip_prefix === null ? undefined : parseCidr(rule.remote_ip_prefix);
  return {
    ...rule,
    tenant_id: rule.project_id,
    normalized_cidr: range === undefined ? null : formatCidr(range),
    standard_attr_id: Number.parseInt(rule.id.slice(0, 6), 16),
    tags: [],
  };
}

function withoutStandard({ standard_attr_id: _id, tags: _tags, ...rule }: Shown): Shown {
  return rule;
}

/** All of one request belong to one group, and none is there already. */
function checkRules(asking: Asking, drafts: readonly Draft[]): void {
  const groupIds = new Set(drafts.map(({ security_group_id: id }) => id));
  if (groupIds.size > 1) {
    const message = 'Only allowed to update rules for one security profile at a time';
    throw refuse.invalid('SecurityGroupNotSingleGroupRules', message);
  }
  const wanted = drafts.map((draft) => soundRule(draft));
  for (const rule of wanted) groupOf(asking, rule);
  const { securityGroupRules: table } = asking.cloud.state;
  refuseTwice(
    wanted,
    table.where(({ security_group_id: id }) => groupIds.has(id)),
  );
}

/** A rule needs its group, and the one that it names. */
function groupOf({ cloud, caller }: Asking, rule: RuleDraft): SecurityGroup | undefined {
  const { securityGroups } = cloud.state;
  const isAdministrator = caller.roles.includes('admin');
  const ids = [rule.remote_group_id, rule.security_group_id].filter((id) => id !== null);
  return ids
    .map((id) => {
      const group = securityGroups.get(id);
      if (group !== undefined && (isAdministrator || group.project_id === caller.projectId)) return group;
      throw refuse.missing('SecurityGroupNotFound', `Security group ${id} does not exist`);
    })
    .at(-1);
}

function makeRule(cloud: SimCloud, rule: RuleDraft, projectId: string): SecurityGroupRule {
  const now = cloud.clock.now();
  return cloud.state.securityGroupRules.put({
    id: cloud.random.uuid(),
    project_id: projectId,
    ...rule,
    created_at: now,
    updated_at: now,
    revision_number: 0,
  });
}
