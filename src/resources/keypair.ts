import { z } from 'zod';
import { getIfThere, removeIfThere, sendJson } from '../openstack/calls.ts';
import { compareVersions } from '../openstack/compare-versions.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { list } from '../openstack/collection.ts';
import { listUsers } from '../openstack/identity.ts';
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

const answerSchema = z.looseObject({
  name: z.string(),
  type: z.string().default('ssh'),
  public_key: z.string(),
  fingerprint: z.string(),
});

/** Since 2.10 an administrator may read and make the keypairs of others. */
const ownerVersion = 'compute 2.10';

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
    return (await Promise.all(ids.map((id) => keypairsOf(cloud, id)))).flat();
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
      microversion: isFree ? `compute ${freeNamesVersion}` : ownerVersion,
    };
  },

  /** A keypair is all that its key is: one of the same owner and name is the twin, or `compare` tells the conflict. */
  match: ({ name }, { userId }, candidates) => candidates.find(({ id }) => id === idOf(userId, name)),

  async candidates(destination, { name }, { userId }) {
    const found = await readKeypair(destination, userId, name);
    return found === undefined ? [] : [found];
  },

  async create({ destination }, _resource, { userId, body, microversion }) {
    const request = { service: 'compute', method: 'POST', path: '/os-keypairs', body, microversion } as const;
    const answer = await sendJson(destination, request, one);
    return fromAnswer(answer.keypair, userId);
  },

  read(cloud, id) {
    const { userId, name } = partsOf(id);
    return readKeypair(cloud, userId, name);
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
    await removeIfThere(destination, 'compute', pathOf(userId, name), ownerVersion);
  },
};

const one = z.looseObject({ keypair: answerSchema });

async function keypairsOf(cloud: Cloud, userId: string): Promise<Keypair[]> {
  const members = await list(cloud, {
    service: 'compute',
    path: '/os-keypairs',
    key: 'keypairs',
    item: one,
    query: { user_id: userId },
    microversion: ownerVersion,
  });
  return members.map((answer) => fromAnswer(answer.keypair, userId));
}

async function readKeypair(cloud: Cloud, userId: string, name: string): Promise<Keypair | undefined> {
  const answer = await getIfThere(cloud, 'compute', pathOf(userId, name), one, { microversion: ownerVersion });
  return answer === undefined ? undefined : fromAnswer(answer.keypair, userId);
}

function pathOf(userId: string, name: string): string {
  return `/os-keypairs/${encodeURIComponent(name)}?user_id=${userId}`;
}

function idOf(userId: string, name: string): string {
  return `${userId}/${name}`;
}

function partsOf(id: string): { userId: string; name: string } {
  const slash = id.indexOf('/');
  return { userId: id.slice(0, slash), name: id.slice(slash + 1) };
}

function fromAnswer(answer: z.infer<typeof answerSchema>, userId: string): Keypair {
  const { name, type, public_key: publicKey, fingerprint } = answer;
  return { id: idOf(userId, name), name, userId, type, publicKey, fingerprint };
}
