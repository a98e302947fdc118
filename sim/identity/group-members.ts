import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { answerList } from './answer-list.ts';
import { enforce } from './enforce.ts';
import { isMatch } from './is-match.ts';
import { required } from './missing.ts';
import { pathValue } from './path-value.ts';
import type { Group, User } from './records.ts';
import { revokeTokensOf } from './refresh-tokens.ts';
import { views } from './views.ts';

const route = '/v3/groups/:groupId/users/:userId';

/** Who is in a group. */
export function groupMemberRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;

  app.get('/v3/groups/:groupId/users', async (request) => {
    const groupId = pathValue(request, 'groupId');
    const group = state.groups.get(groupId);
    enforce(cloud, request, 'list_users_in_group', { domainId: group?.domainId });
    const { userIds } = required(group, 'group', groupId);
    const members = userIds.flatMap((id) => state.users.get(id) ?? []).map(views.user);
    return answerList(cloud, request, 'users', members.filter(isMatch(request, ['domain_id', 'enabled', 'name'])));
  });

  app.get(route, async (request, reply) => {
    const { group, user } = membership(cloud, request, 'check_user_in_group');
    requireMember(group, user);
    return reply.code(204).send();
  });

  app.put(route, async (request, reply) => {
    const { group, user } = membership(cloud, request, 'add_user_to_group');
    if (!group.userIds.includes(user.id)) group.userIds = [...group.userIds, user.id];
    return reply.code(204).send();
  });

  app.delete(route, async (request, reply) => {
    const { group, user } = membership(cloud, request, 'remove_user_from_group');
    requireMember(group, user);
    group.userIds = group.userIds.filter((id) => id !== user.id);
    revokeTokensOf(cloud, user);
    return reply.code(204).send();
  });
}

function membership(cloud: SimCloud, request: FastifyRequest, action: string): { group: Group; user: User } {
  const [groupId, userId] = [pathValue(request, 'groupId'), pathValue(request, 'userId')];
  const group = cloud.state.groups.get(groupId);
  const user = cloud.state.users.get(userId);
  const isOneDomain = group?.domainId === user?.domainId;
  enforce(cloud, request, action, { domainId: isOneDomain ? group?.domainId : undefined });
  return { group: required(group, 'group', groupId), user: required(user, 'user', userId) };
}

function requireMember({ id, userIds }: Group, user: User): void {
  if (!userIds.includes(user.id)) throw new ApiFault(404, `User '${user.id}' not found in group '${id}'`);
}
