import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, isAdmin } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { answerList } from './answer-list.ts';
import { answerOne } from './answer-one.ts';
import { credentialId } from './ec2-tokens.ts';
import { enforce } from './enforce.ts';
import { expecting } from './find-scope.ts';
import { isMatch } from './is-match.ts';
import { required } from './missing.ts';
import { pathValue } from './path-value.ts';
import { extraOf, normalized, readEntity, requireSameId } from './read-entity.ts';
import type { Credential } from './records.ts';
import type { View } from './view.ts';

const nouns = ['credential', 'credentials'] as const;

const ownSchema = z.looseObject({
  type: z.string(),
  blob: z.string(),
  user_id: z.string(),
  project_id: z.string().optional(),
});

/** `/v3/credentials`: EC2 keys and others; the id of the former follows from their access key. */
export function credentialRoutes(app: FastifyInstance, cloud: SimCloud): void {
  const { state } = cloud;

  app.get('/v3/credentials', async (request) => {
    const caller = callerOf(request);
    enforce(cloud, request, 'list_credentials', { userId: caller.userId });
    const isAll = isAdmin(caller) || (caller.isSystem && caller.roles.includes('reader'));
    const found = state.credentials.where(({ userId }) => isAll || userId === caller.userId).map(viewOf);
    return answerList(cloud, request, 'credentials', found.filter(isMatch(request, ['user_id', 'type'])));
  });

  app.post('/v3/credentials', async (request, reply) => {
    const userId = z.looseObject({ credential: z.looseObject({ user_id: z.string() }) }).safeParse(request.body).data;
    enforce(cloud, request, 'create_credential', { userId: userId?.credential.user_id ?? '' });
    const { entity, given } = readEntity(request, 'credential', ownSchema);
    const { type, blob, user_id, project_id } = entity;
    if (type === 'ec2' && project_id === undefined) {
      throw new ApiFault(400, "Invalid input: 'project_id' is a required property");
    }
    const id = type.toLowerCase() === 'ec2' ? ec2Id(blob) : cloud.random.hexId();
    if (state.credentials.get(id) !== undefined) {
      const reason = `Duplicate entry found with ID ${id}`;
      throw new ApiFault(409, `Conflict occurred attempting to store credential - ${reason}.`);
    }
    const extra = normalized(extraOf(given, ownSchema));
    const credential = state.credentials.put({ id, type, blob, userId: user_id, projectId: project_id ?? null, extra });
    return reply.code(201).send(answerOne(cloud, nouns, viewOf(credential)));
  });

  app.get('/v3/credentials/:credentialId', async (request) => {
    const credential = state.credentials.get(pathValue(request, 'credentialId'));
    enforce(cloud, request, 'get_credential', { userId: credential?.userId ?? '' });
    return answerOne(cloud, nouns, viewOf(required(credential, 'credential', pathValue(request, 'credentialId'))));
  });

  app.patch('/v3/credentials/:credentialId', async (request) => {
    const id = pathValue(request, 'credentialId');
    const present = state.credentials.get(id);
    enforce(cloud, request, 'update_credential', { userId: present?.userId ?? '' });
    const { entity, given } = readEntity(request, 'credential', z.strictObject({ blob: z.string() }));
    requireSameId(given, id);
    const credential = required(present, 'credential', id);
    credential.blob = entity.blob;
    return answerOne(cloud, nouns, viewOf(credential));
  });

  app.delete('/v3/credentials/:credentialId', async (request, reply) => {
    const id = pathValue(request, 'credentialId');
    const credential = state.credentials.get(id);
    enforce(cloud, request, 'delete_credential', { userId: credential?.userId ?? '' });
    required(credential, 'credential', id);
    state.credentials.remove(id);
    return reply.code(204).send();
  });
}

function viewOf({ id, type, blob, userId, projectId, extra }: Credential): View {
  return { ...extra, id, user_id: userId, project_id: projectId, type, blob };
}

/** The id follows from the access key, which the blob must have. */
function ec2Id(blob: string): string {
  const { access } = blobFields(blob);
  if (typeof access !== 'string') throw expecting('access', 'credential');
  return credentialId(access);
}

function blobFields(blob: string): Readonly<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(blob));
  } catch {
    throw new ApiFault(400, 'Invalid blob in credential');
  }
}
