import { z } from 'zod';
import { getIfThere } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';

/** Since 2.10 an administrator may read and make the keypairs of others. */
export const keypairOwnerVersion = 'compute 2.10';

export const keypairAnswerSchema = z.looseObject({
  keypair: z.looseObject({
    name: z.string(),
    type: z.string().default('ssh'),
    public_key: z.string(),
    fingerprint: z.string(),
  }),
});
export type KeypairAnswer = z.infer<typeof keypairAnswerSchema>['keypair'];

/** The keypairs of one user; none for a user whom Nova has never seen. */
export async function listKeypairs(cloud: Cloud, userId: string): Promise<KeypairAnswer[]> {
  const answers = await list(cloud, {
    service: 'compute',
    path: '/os-keypairs',
    key: 'keypairs',
    item: keypairAnswerSchema,
    query: { user_id: userId },
    microversion: keypairOwnerVersion,
  });
  return answers.map(({ keypair }) => keypair);
}

/** One of a user's keypairs by its name; undefined when it is gone. */
export async function readKeypair(cloud: Cloud, userId: string, name: string): Promise<KeypairAnswer | undefined> {
  const options = { microversion: keypairOwnerVersion };
  return (await getIfThere(cloud, 'compute', keypairPath(userId, name), keypairAnswerSchema, options))?.keypair;
}

export function keypairPath(userId: string, name: string): string {
  return `/os-keypairs/${encodeURIComponent(name)}?user_id=${userId}`;
}
