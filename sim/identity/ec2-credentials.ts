import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { listLinks } from './answer-list.ts';
import { blobKeys, credentialId, requireEc2Credential } from './ec2-tokens.ts';
import { enforce } from './enforce.ts';
import { link } from './link.ts';
import { required } from './missing.ts';
import { pathValue } from './path-value.ts';
import { checked } from './read-entity.ts';
import type { Credential } from './records.ts';

const base = '/v3/users/:userId/credentials/OS-EC2';

/** EC2 credentials by the user that has them. */
export function ec2CredentialRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;
  const shown = (credential: Credential): object => {
    const { access = '', secret } = blobKeys(credential);
    const { userId: user_id, projectId: tenant_id } = credential;
    const self = link(cloud, `/users/${user_id}/credentials/OS-EC2/${access}`);
    return { user_id, tenant_id, access, secret, trust_id: null, links: { self } };
  };

  app.get(base, async (request) => {
    const userId = pathValue(request, 'userId');
    enforce(cloud, request, 'ec2_list_credentials', { userId });
    required(state.users.get(userId), 'user', userId);
    const own = state.credentials.where((one) => one.userId === userId && one.type === 'ec2');
    return { credentials: own.map(shown), links: listLinks(cloud, request) };
  });

  app.post(base, async (request, reply) => {
    const userId = pathValue(request, 'userId');
    enforce(cloud, request, 'ec2_create_credential', { userId });
    required(state.users.get(userId), 'user', userId);
    const { tenant_id: projectId } = checked(request.body ?? {}, z.looseObject({ tenant_id: z.string().optional() }));
    required(state.projects.get(projectId ?? ''), 'project', projectId ?? 'None');
    const keys = { access: cloud.random.hexId(), secret: cloud.random.hexId(), trust_id: null };
    const credential = state.credentials.put({
      id: credentialId(keys.access),
      type: 'ec2',
      blob: JSON.stringify(keys),
      userId,
      projectId: projectId ?? null,
    });
    return reply.code(201).send({ credential: shown(credential) });
  });

  app.get(`${base}/:access`, async (request) => {
    const id = credentialId(pathValue(request, 'access'));
    const credential = required(state.credentials.get(id), 'credential', id);
    enforce(cloud, request, 'ec2_get_credential', { userId: credential.userId });
    required(state.users.get(pathValue(request, 'userId')), 'user', pathValue(request, 'userId'));
    return { credential: shown(requireEc2Credential(cloud, id)) };
  });

  app.delete(`${base}/:access`, async (request, reply) => {
    const id = credentialId(pathValue(request, 'access'));
    const credential = required(state.credentials.get(id), 'credential', id);
    enforce(cloud, request, 'ec2_delete_credential', { userId: credential.userId });
    required(state.users.get(pathValue(request, 'userId')), 'user', pathValue(request, 'userId'));
    state.credentials.remove(requireEc2Credential(cloud, id).id);
    return reply.code(204).send();
  });
}
