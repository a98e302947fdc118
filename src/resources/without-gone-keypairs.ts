import type { Cloud } from '../openstack/cloud.ts';
import { listKeypairs } from '../openstack/keypairs.ts';
import type { Server } from './server-from-answer.ts';

/** Servers outlive the keypairs that they were booted with, and a deleted user's belong to nobody. */
export async function withoutGoneKeypairs(cloud: Cloud, servers: readonly Server[]): Promise<Server[]> {
  const owners = new Set(servers.flatMap(({ keypairName, userId }) => (keypairName === undefined ? [] : [userId])));
  const lists = [...owners].map(async (id) => (await listKeypairs(cloud, id)).map(({ name }) => `${id}/${name}`));
  const present = new Set((await Promise.all(lists)).flat());
  return servers.map(({ keypairName, ...one }) => {
    if (keypairName === undefined) return one;
    const isGone = one.formerUserId !== undefined || !present.has(`${one.userId}/${keypairName}`);
    return { ...one, ...(isGone ? { formerKeypairName: keypairName } : { keypairName }) };
  });
}
