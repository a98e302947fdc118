import { z } from 'zod';
import { removeIfThere, sendJson } from '../openstack/calls.ts';
import { compareVersions } from '../openstack/compare-versions.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { listUsers } from '../openstack/identity.ts';
import {
  type KeypairAnswer,
  keypairAnswerSchema,
  keypairOwnerVersion,
  keypairPath,
  listKeypairs,
  readKeypair,
} from '../openstack/keypairs.ts';
import { differences } from './difference.ts';
import type { ResourceKind } from './kind.ts';

const keypairSchema = z.object({
  /** Owner's id, a slash, and the name: the name is unique for its owner only. */
  id: z.string(),
  name: z.string(),
  userId: z.string(),
  type: z.string(),
  publicKey: z.string(),
  fingerprint: z.string(),
});
export type Keypair = z.infer<typeof keypairSchema>;

interface KeypairDraft {
  readonly userId: string;
  readonly body: { readonly keypair: Readonly<Record<string, string>> };
  readonly microversion: string;
}

/** From 2.92 on names may hold `@` and `.`; clouds older than that know no such keypairs. */
const freeNamesVersion = '2.92';

export const keypair: ResourceKind<Keypair, KeypairDraft> = {
  name: 'keypair',
  service: 'compute',
  category: 'supplementary',
  strategies: ['user', 'used'],
  schema: keypairSchema,
  carried: ['name', 'type', 'public key', 'owner'],
  adopts: 'One of the same owner and name, if its fingerprint is the same.',

  /** Nova lists the keypairs of one user at a time, and answers an empty list for users it has never seen. */
  async discover(cloud, { userIds }) {
    const ids = userIds ?? (await listUsers(cloud)).map(({ id }) => id);
    const lists = await Promise.all(
      ids.map(async (id) => (await listKeypairs(cloud, id)).map((answer) => fromAnswer(answer, id))),
    );
    return lists.flat();
  },

  aliases: ({ fingerprint }) => [fingerprint],

  userOf: ({ userId }) => userId,

  needs: ({ userId }) => [{ kind: 'user', id: userId }],

  translate({ name, userId, type, publicKey }, lookup) {
    const { computeVersion } = lookup.destination;
    const owner = lookup.id('user', userId);
    const isFree = compareVersions(computeVersion, freeNamesVersion) >= 0;
    return {
      userId: owner,
      body: { keypair: { name, type, public_key: publicKey, user_id: owner } },
      microversion: isFree ? `compute ${freeNamesVersion}` : keypairOwnerVersion,
    };
  },

  /** A keypair is all that its key is: one of the same owner and name is the twin, or `compare` tells the conflict. */
  match: ({ name }, { userId }, candidates) => candidates.find(({ id }) => id === idOf(userId, name)),

  async candidates(destination, { name }, { userId }) {
    const found = await readTwin(destination, userId, name);
    return found === undefined ? [] : [found];
  },

  async create({ destination }, _resource, { userId, body, microversion }) {
    const request = { service: 'compute', method: 'POST', path: '/os-keypairs', body, microversion } as const;
    const answer = await sendJson(destination, request, keypairAnswerSchema);
    return fromAnswer(answer.keypair, userId);
  },

  read(cloud, id) {
    const { userId, name } = partsOf(id);
    return readTwin(cloud, userId, name);
  },

  compare(resource, twin, { find }) {
    return differences({
      name: [resource.name, twin.name],
      type: [resource.type, twin.type],
      fingerprint: [resource.fingerprint, twin.fingerprint],
      'public key': [resource.publicKey.trim(), twin.publicKey.trim()],
      owner: [find('user', resource.userId), twin.userId],
    });
  },

  async undo(destination, id) {
    const { userId, name } = partsOf(id);
    await removeIfThere(destination, 'compute', keypairPath(userId, name), keypairOwnerVersion);
  },
};

async function readTwin(cloud: Cloud, userId: string, name: string): Promise<Keypair | undefined> {
  const answer = await readKeypair(cloud, userId, name);
  return answer === undefined ? undefined : fromAnswer(answer, userId);
}

function idOf(userId: string, name: string): string {
  return `${userId}/${name}`;
}

function partsOf(id: string): { userId: string; name: string } {
  const slash = id.indexOf('/');
  return { userId: id.slice(0, slash), name: id.slice(slash + 1) };
}

function fromAnswer(answer: KeypairAnswer, userId: string): Keypair {
  const { name, type, public_key: publicKey, fingerprint } = answer;
  return { id: idOf(userId, name), name, userId, type, publicKey, fingerprint };
}
