import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { answerList } from './answer-list.ts';
import { answerOne } from './answer-one.ts';
import { createUser } from './create-user.ts';
import { effectiveGrants } from './effective-grants.ts';
import { enforce } from './enforce.ts';
import { isMatch } from './is-match.ts';
import { unauthorized } from './issue-token.ts';
import { required } from './missing.ts';
import { pathValue } from './path-value.ts';
import { readEntity } from './read-entity.ts';
import { revokeTokensOf } from './refresh-tokens.ts';
import { removeUser } from './remove-user.ts';
import { updateUser } from './update-user.ts';
import { views } from './views.ts';

const nouns = ['user', 'users'] as const;

/** `/v3/users`. */
export function userRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;

  app.get('/v3/users', async (request) => {
    const { domainId } = callerOf(request);
    enforce(cloud, request, 'list_users', { domainId });
    const found = state.users.where((user) => domainId === undefined || user.domainId === domainId).map(views.user);
    const filters = ['domain_id', 'enabled', 'name'];
    return answerList(cloud, request, 'users', found.filter(isMatch(request, filters)));
  });

  app.post('/v3/users', async (request, reply) => {
    enforce(cloud, request, 'create_user');
    return reply.code(201).send(answerOne(cloud, nouns, createUser(cloud, request)));
  });

  app.get('/v3/users/:userId', async (request) => {
    const id = pathValue(request, 'userId');
    const user = state.users.get(id);
    enforce(cloud, request, 'get_user', { userId: user?.id ?? '', domainId: user?.domainId });
    return answerOne(cloud, nouns, views.user(required(user, 'user', id)));
  });

  app.patch('/v3/users/:userId', async (request) => {
    enforce(cloud, request, 'update_user');
    return answerOne(cloud, nouns, updateUser(cloud, request, pathValue(request, 'userId')));
  });

  app.delete('/v3/users/:userId', async (request, reply) => {
    enforce(cloud, request, 'delete_user');
    const id = pathValue(request, 'userId');
    required(state.users.get(id), 'user', id);
    removeUser(cloud, id);
    return reply.code(204).send();
  });

  belongings(app, cloud);
}

const passwordSchema = z.strictObject({ original_password: z.string(), password: z.string() });

/** What hangs on a user: the password, groups, and projects. */
function belongings(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;

  app.post('/v3/users/:userId/password', { config: { isPublic: true } }, async (request, reply) => {
    const { entity } = readEntity(request, 'user', passwordSchema);
    const user = state.users.get(pathValue(request, 'userId'));
    if (user?.password === undefined || user.password !== entity.original_password) throw unauthorized();
    if (user.options['lock_password'] === true) {
      throw new ApiFault(400, 'You cannot change your password at this time due to password policy.');
    }
    user.password = entity.password;
    revokeTokensOf(cloud, user);
    return reply.code(204).send();
  });

  app.get('/v3/users/:userId/groups', async (request) => {
    const userId = pathValue(request, 'userId');
    const user = state.users.get(userId);
    enforce(cloud, request, 'list_groups_for_user', { userId, domainId: user?.domainId });
    required(user, 'user', userId);
    const groups = state.groups.where(({ userIds }) => userIds.includes(userId));
    const found = groups.map((group) => ({ ...views.group(group), id: group.id, membership_expires_at: null }));
    return answerList(cloud, request, 'groups', found.filter(isMatch(request, ['name'])));
  });

  app.get('/v3/users/:userId/projects', async (request) => {
    const userId = pathValue(request, 'userId');
    const user = state.users.get(userId);
    enforce(cloud, request, 'list_user_projects', { userId: user?.id ?? '', domainId: user?.domainId });
    required(user, 'user', userId);
    const found = projectsOf(cloud, userId).filter(isMatch(request, ['domain_id', 'enabled', 'name']));
    return answerList(cloud, request, 'projects', found);
  });
}

/** The projects in which a user has any role. */
export function projectsOf({ state }: SimCloud, userId: string): ReturnType<typeof views.project>[] {
  const ids = new Set(effectiveGrants(state, { userId }).map(({ target }) => target.id));
  return state.projects.where(({ id }) => ids.has(id)).map(views.project);
}
