import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { SecurityGroup, SecurityGroupRule } from './records.ts';
import { standardFields } from './touch.ts';

const ethertypes = ['IPv4', 'IPv6'] as const;

/** Neutron makes the group as soon as anything asks for what a project has. */
export function defaultSecurityGroup(cloud: SimCloud, projectId: string): SecurityGroup {
  const { securityGroups } = cloud.state;
  const found = securityGroups.find(({ isDefault, project_id }) => isDefault && project_id === projectId);
  if (found !== undefined) return found;
  const named = { name: 'default', description: 'Default security group' };
  const group = securityGroups.put({ ...standardFields(cloud, projectId, named), stateful: true, isDefault: true });
  for (const ethertype of ethertypes) {
    makeOwnRule(cloud, group, { direction: 'ingress', ethertype, remote_group_id: group.id });
    makeOwnRule(cloud, group, { direction: 'egress', ethertype });
  }
  return group;
}

/** Every group lets all traffic out. */
export function makeEgressRules(cloud: SimCloud, group: SecurityGroup): void {
  for (const ethertype of ethertypes) makeOwnRule(cloud, group, { direction: 'egress', ethertype });
}

type OwnRule = Pick<SecurityGroupRule, 'direction' | 'ethertype'> & Partial<Pick<SecurityGroupRule, 'remote_group_id'>>;

function makeOwnRule(cloud: SimCloud, { id, project_id }: SecurityGroup, rule: OwnRule): void {
  const now = cloud.clock.now();
  cloud.state.securityGroupRules.put({
    id: cloud.random.uuid(),
    project_id,
    security_group_id: id,
    protocol: null,
    port_range_min: null,
    port_range_max: null,
    remote_ip_prefix: null,
    remote_group_id: null,
    remote_address_group_id: null,
    description: null,
    created_at: now,
    updated_at: now,
    revision_number: 0,
    ...rule,
  });
}
