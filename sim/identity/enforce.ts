import type { FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import { type Caller, callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';

/** What an action is done to, as far as the policies ask. */
export interface Target {
  readonly domainId?: string | undefined;
  readonly projectId?: string | undefined;
  readonly userId?: string | undefined;
}

type Rule = (caller: Caller, target: Target, cloud: SimCloud) => boolean;

const systemReader: Rule = ({ isSystem, roles }) => isSystem && roles.includes('reader');
const domainReader: Rule = (caller, target, cloud) =>
  systemReader(caller, target, cloud) ||
  (caller.roles.includes('reader') && caller.domainId !== undefined && caller.domainId === target.domainId);
const owner: Rule = ({ userId }, target) => userId === target.userId;
const everyone: Rule = () => true;

const ownDomain: Rule = (caller, { domainId }, { state }) => {
  const projectDomain = state.projects.get(caller.projectId ?? '')?.domainId;
  return domainId !== undefined && (caller.domainId === domainId || projectDomain === domainId);
};
const ownProject: Rule = ({ projectId }, target) => projectId !== undefined && projectId === target.projectId;

const either =
  (...rules: readonly Rule[]): Rule =>
  (caller, target, cloud) =>
    rules.some((rule) => rule(caller, target, cloud));

/** Who may do what besides administrators, as keystone.common.policies has it by default. */
const rules: Readonly<Record<string, Rule>> = {
  ...actions(systemReader, 'get_role list_roles get_domain_role list_domain_roles list_domains'),
  ...actions(systemReader, 'get_implied_role list_implied_roles list_role_inference_rules check_implied_role'),
  ...actions(systemReader, 'get_service list_services get_endpoint list_endpoints'),
  ...actions(systemReader, 'list_system_grants_for_user check_system_grant_for_user'),
  ...actions(systemReader, 'list_system_grants_for_group check_system_grant_for_group'),
  ...actions(domainReader, 'list_projects list_users list_groups get_group list_users_in_group check_user_in_group'),
  ...actions(domainReader, 'check_grant list_grants list_role_assignments list_role_assignments_for_tree'),
  ...actions(either(domainReader, ownProject), 'get_project list_project_tags get_project_tag'),
  ...actions(either(domainReader, owner), 'get_user list_user_projects list_groups_for_user'),
  ...actions(either(systemReader, ownDomain), 'get_domain'),
  ...actions(either(systemReader, owner), 'get_credential list_credentials ec2_get_credential'),
  ...actions(owner, 'create_credential update_credential delete_credential'),
  ...actions(owner, 'ec2_list_credentials ec2_create_credential ec2_delete_credential revoke_token'),
  ...actions(either(systemReader, owner), 'check_token'),
  ...actions(
    either(systemReader, owner, ({ roles }) => roles.includes('service')),
    'validate_token',
  ),
  ...actions(({ roles }) => roles.includes('service'), 'ec2tokens_validate'),
  ...actions(everyone, 'get_auth_projects get_auth_domains get_auth_system get_auth_catalog'),
  ...actions(everyone, 'list_regions get_region list_limits get_limit_model list_registered_limits'),
};

function actions(rule: Rule, names: string): Record<string, Rule> {
  return Object.fromEntries(names.split(' ').map((name) => [name, rule]));
}

/** Who calls, when the policy of the action lets them. Throws a fault 403 otherwise. */
export function enforce(cloud: SimCloud, request: FastifyRequest, action: string, target: Target = {}): Caller {
  const caller = callerOf(request);
  if (isAdmin(caller) || rules[action]?.(caller, target, cloud) === true) return caller;
  throw new ApiFault(403, `You are not authorized to perform the requested action: identity:${action}.`);
}
