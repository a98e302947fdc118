import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { computeQuota } from './compute-quota.ts';
import { keyFingerprint, makeKey } from './key-fingerprint.ts';
import { isSince, microversion } from './microversion.ts';
import { pageOf } from './page.ts';
import { parameters } from './parameters.ts';
import { userPolicy } from './policy.ts';
import { queryOf, refuseUnknown } from './query.ts';
import type { Keypair } from './records.ts';

const policy = 'os_compute_api:os-keypairs';

/** Compute API, "Keypairs (keypairs)": they belong to users, and each user's have names of their own. */
export function keypairs(app: FastifyInstance, cloud: SimCloud): void {
  app.get('/os-keypairs', async (request) => list(cloud, request));
  app.post('/os-keypairs', async (request, reply) => {
    return reply.code(isSince(request, 2) ? 201 : 200).send({ keypair: makeKeypair(cloud, request) });
  });
  app.get('/os-keypairs/:name', async (request) => {
    const { id, createdAt, ...keypair } = keypairOf(cloud, request, 'show');
    const number = cloud.state.keypairs.list().findIndex((one) => one.id === id) + 1;
    const times = { created_at: createdAt.replace('Z', '.000000'), deleted: false, deleted_at: null, updated_at: null };
    return { keypair: { ...keypairView(request, keypair), user_id: keypair.userId, ...times, id: number } };
  });
  app.delete('/os-keypairs/:name', async (request, reply) => {
    cloud.state.keypairs.remove(keypairOf(cloud, request, 'delete').id);
    return reply.code(isSince(request, 2) ? 204 : 202).send();
  });
}

function list(cloud: SimCloud, request: FastifyRequest): object {
  const query = queryOf(request);
  if (isSince(request, 75)) refuseUnknown(query, ['user_id', 'limit', 'marker']);
  const userId = wantedUser(request);
  userPolicy(request, `${policy}:index`, userId);
  const found = cloud.state.keypairs.where((keypair) => keypair.userId === userId);
  const items = found.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const missing = (marker: string): string => `Marker ${marker} could not be found.`;
  const page = pageOf(cloud, request, { path: 'os-keypairs', items, idOf: ({ name }) => name, missing });
  const isPaged = isSince(request, 35);
  return {
    keypairs: (isPaged ? page.items : items).map((keypair) => ({ keypair: keypairView(request, keypair) })),
    ...(page.links === undefined || !isPaged ? {} : { keypairs_links: page.links }),
  };
}

function keypairView(request: FastifyRequest, keypair: Pick<Keypair, 'name' | 'publicKey' | 'fingerprint' | 'type'>) {
  const { name, publicKey, fingerprint, type } = keypair;
  return { name, public_key: publicKey, fingerprint, ...(isSince(request, 2) ? { type } : {}) };
}

const paramsSchema = z.object({ name: z.string() });

function keypairOf(cloud: SimCloud, request: FastifyRequest, action: string): Keypair {
  const { name } = paramsSchema.parse(request.params);
  if (isSince(request, 75)) refuseUnknown(queryOf(request), ['user_id']);
  const userId = wantedUser(request);
  userPolicy(request, `${policy}:${action}`, userId);
  const keypair = cloud.state.keypairs.get(`${userId}/${name}`);
  if (keypair === undefined) throw new ApiFault(404, `Keypair ${name} not found for user ${userId}`);
  return keypair;
}

/** Since 2.10 an administrator may name another user. */
function wantedUser(request: FastifyRequest): string {
  const { userId } = callerOf(request);
  return isSince(request, 10) ? (queryOf(request).get('user_id') ?? userId) : userId;
}

const oldName = parameters.name.regex(/^[a-zA-Z0-9 _-]+$/);
const newName = parameters.name.regex(/^[a-zA-Z0-9 ._@-]+$/);
const type = z.enum(['ssh', 'x509']).default('ssh');
const schemas = {
  first: z.strictObject({ keypair: z.strictObject({ name: oldName, public_key: z.string().optional() }) }),
  typed: z.strictObject({ keypair: z.strictObject({ name: oldName, public_key: z.string().optional(), type }) }),
  owned: z.strictObject({
    keypair: z.strictObject({ name: oldName, public_key: z.string().optional(), type, user_id: z.string().optional() }),
  }),
  imported: z.strictObject({
    keypair: z.strictObject({ name: newName, public_key: z.string(), type, user_id: z.string().optional() }),
  }),
} as const;

interface Wanted {
  readonly name: string;
  readonly public_key?: string | undefined;
  readonly type?: Keypair['type'];
  readonly user_id?: string | undefined;
}

function wantedKeypair(request: FastifyRequest): Wanted {
  const minor = microversion(request);
  if (minor >= 92) return parseBody(request, schemas.imported).keypair;
  if (minor >= 10) return parseBody(request, schemas.owned).keypair;
  return (minor >= 2 ? parseBody(request, schemas.typed) : parseBody(request, schemas.first)).keypair;
}

function makeKeypair(cloud: SimCloud, request: FastifyRequest): object {
  const { state, clock } = cloud;
  const { name, public_key: given, type: wantedType = 'ssh', user_id: user } = wantedKeypair(request);
  const caller = callerOf(request);
  const userId = user ?? caller.userId;
  userPolicy(request, `${policy}:create`, userId);
  const owned = state.keypairs.where((keypair) => keypair.userId === userId);
  const allowed = computeQuota(cloud, caller.projectId ?? '')['key_pairs'];
  if (allowed >= 0 && owned.length >= allowed) throw new ApiFault(403, 'Quota exceeded, too many key pairs.');
  const made = given === undefined ? makeKey() : undefined;
  const publicKey = made?.publicKey ?? given ?? '';
  const fingerprint = keyFingerprint(wantedType, publicKey);
  if (fingerprint === undefined) throw new ApiFault(400, 'Keypair data is invalid: failed to generate fingerprint');
  if (owned.some((keypair) => keypair.name.toLowerCase() === name.toLowerCase())) {
    throw new ApiFault(409, `Key pair '${name}' already exists.`);
  }
  const keypair = { id: `${userId}/${name}`, name, userId, type: wantedType, publicKey, fingerprint } as const;
  state.keypairs.put({ ...keypair, createdAt: clock.now() });
  const secret = made === undefined ? {} : { private_key: made.privateKey };
  const kind = isSince(request, 2) ? { type: wantedType } : {};
  return { ...secret, ...kind, name, public_key: publicKey, fingerprint, user_id: userId };
}
