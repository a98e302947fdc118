import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { attributeValues } from './attribute-values.ts';
import type { Asking, Collection } from './collection.ts';
import { collectionRoutes } from './collection-routes.ts';
import { defaultSecurityGroup, makeEgressRules } from './default-security-group.ts';
import type { SecurityGroup } from './records.ts';
import { refuse } from './refuse.ts';
import { viewRule } from './security-group-rules.ts';
import { standardAttributes } from './standard-attributes.ts';
import { standardFields, touch } from './touch.ts';

const { flag, name } = attributeValues;

/** There is one of that name, and Neutron makes it. */
const ownName = name.refine((given) => given.toLowerCase() !== 'default', { error: () => 'default' });
const form = z.object({ name: name.optional(), description: name.optional(), stateful: flag.optional() });
type Draft = z.output<typeof form>;

export const securityGroups: Collection<SecurityGroup, Draft, Draft> = {
  path: 'security-groups',
  attributes: {
    singular: 'security_group',
    create: form,
    change: form,
    fixed: [...standardAttributes.fixed, 'security_group_rules', 'shared'],
  },
  missing: (id) => refuse.missing('SecurityGroupNotFound', `Security group ${id} does not exist`),
  limited: 'security_group',
  filters: [...standardAttributes.filters, 'shared'],
  sorts: standardAttributes.sorts.filter((sort) => sort !== 'status'),
  table: ({ state }) => state.securityGroups,
  beforeList: ({ cloud }, projectId) => void (projectId !== '' && defaultSecurityGroup(cloud, projectId)),
  view(cloud, { isDefault: _isDefault, ...group }) {
    const rules = cloud.state.securityGroupRules.where(({ security_group_id: id }) => id === group.id);
    return { ...group, shared: false, security_group_rules: rules.map((rule) => viewRule(cloud, rule)) };
  },
  checkAll: (_asking, drafts) => drafts.forEach(refuseDefaultName),
  make({ cloud }, given, projectId) {
    defaultSecurityGroup(cloud, projectId);
    const { stateful = true } = given;
    const standard = standardFields(cloud, projectId, given);
    const group = cloud.state.securityGroups.put({ ...standard, stateful, isDefault: false });
    makeEgressRules(cloud, group);
    return group;
  },
  change: changeGroup,
  remove: removeGroup,
};

export function securityGroupsRoutes(app: FastifyInstance, cloud: SimCloud): void {
  collectionRoutes(app, cloud, securityGroups);
}

function refuseDefaultName({ name: given }: Draft): void {
  if (given === undefined || ownName.safeParse(given).success) return;
  throw refuse.conflict('SecurityGroupDefaultAlreadyExists', 'Default security group already exists.');
}

function changeGroup({ cloud }: Asking, group: SecurityGroup, given: Draft): void {
  refuseDefaultName(given);
  if (given.stateful !== undefined && given.stateful !== group.stateful) refuseUsed(cloud, group);
  if (group.name === 'default' && given.name !== undefined) {
    throw refuse.conflict('SecurityGroupCannotUpdateDefault', 'Updating default security group not allowed.');
  }
  const { name: text = group.name, description = group.description, stateful = group.stateful } = given;
  Object.assign(group, { name: text, description, stateful });
  touch(cloud, group);
}

/** Rules of other groups that name it go along. */
function removeGroup({ cloud, caller }: Asking, group: SecurityGroup): void {
  refuseUsed(cloud, group);
  if (group.name === 'default' && !isAdmin(caller)) {
    const message = 'Insufficient rights for removing default security group.';
    throw refuse.conflict('SecurityGroupCannotRemoveDefault', message);
  }
  cloud.state.securityGroups.remove(group.id);
  cloud.state.securityGroupRules.removeWhere(
    ({ security_group_id, remote_group_id }) => security_group_id === group.id || remote_group_id === group.id,
  );
}

function refuseUsed({ state }: SimCloud, { id }: SecurityGroup): void {
  if (state.ports.find(({ security_groups }) => security_groups.includes(id)) === undefined) return;
  throw refuse.conflict('SecurityGroupInUse', `Security Group ${id} in use.`);
}
