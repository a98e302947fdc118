import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { ec2RequestSchema, ec2Signature } from './ec2-signature.ts';
import { enforce } from './enforce.ts';
import { issueToken, unauthorized, unscoped } from './issue-token.ts';
import { required } from './missing.ts';
import type { Credential, Token } from './records.ts';
import { tokenAnswer } from './token-answer.ts';

/** A token in return for a request that is signed with the EC2 credential of a user. */
export function ec2TokenRoutes(app: FastifyInstance, cloud: SimCloud): void {
  app.post('/v3/ec2tokens', async (request, reply) => {
    enforce(cloud, request, 'ec2tokens_validate');
    const token = trade(cloud, request);
    return reply
      .code(200)
      .header('x-subject-token', token.id)
      .send(tokenAnswer(cloud, token, true));
  });
}

const bodySchema = z.looseObject({ credentials: z.unknown(), credential: z.unknown(), ec2Credentials: z.unknown() });

function trade(cloud: SimCloud, request: FastifyRequest): Token {
  const body = bodySchema.partial().safeParse(request.body).data;
  if (body === undefined || Object.keys(body).length === 0) {
    throw new ApiFault(400, 'request must include a request body');
  }
  const signed = ec2RequestSchema.safeParse(body.credentials ?? body.credential ?? body.ec2Credentials ?? {}).data;
  if (signed?.access === undefined) throw unauthorized();
  const credential = requireEc2Credential(cloud, credentialId(signed.access));
  const { secret = '' } = blobKeys(credential);
  const isSigned = isEqual(signed.signature, ec2Signature(secret, signed));
  const barehost = { ...signed, host: signed.host.split(':')[0] ?? '' };
  if (!isSigned && !isEqual(signed.signature, ec2Signature(secret, barehost))) throw unauthorized();
  const { projectId, userId } = credential;
  const project = required(cloud.state.projects.get(projectId ?? ''), 'project', projectId ?? 'None');
  const user = required(cloud.state.users.get(userId), 'user', userId);
  const places = [user, project, cloud.state.domains.get(user.domainId), cloud.state.domains.get(project.domainId)];
  if (places.some((one) => one?.enabled !== true)) throw unauthorized();
  return issueToken(cloud, { user, scope: { ...unscoped, projectId: project.id }, methods: ['ec2credential'] });
}

/** Keystone's id of an EC2 credential (`hash_access_key`). */
export function credentialId(access: string): string {
  return createHash('sha256').update(access).digest('hex');
}

/** Throws a fault 404 when there is none, 401 when it is of another type. */
export function requireEc2Credential({ state }: SimCloud, id: string): Credential {
  const credential = required(state.credentials.get(id), 'credential', id);
  if (credential.type !== 'ec2') throw unauthorized();
  return credential;
}

const keysSchema = z.looseObject({ access: z.string(), secret: z.string() }).partial();

export function blobKeys({ blob }: Credential): z.infer<typeof keysSchema> {
  try {
    return keysSchema.parse(JSON.parse(blob));
  } catch {
    return {};
  }
}

function isEqual(given: string | null | undefined, wanted: string | undefined): boolean {
  return wanted !== undefined && given === wanted;
}
