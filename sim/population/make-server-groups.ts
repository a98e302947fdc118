import type { SimApi } from './sim-api.ts';

const path = '/compute/v2.1/os-server-groups';

/** Groups that nothing tells apart but their members; returns the one that gets some. */
export async function makeServerGroups(owner: SimApi): Promise<string> {
  const make = (group: object): Promise<string> => owner.make(path, { server_group: { name: 'Paare ☂', ...group } });
  const ruled = { policy: 'anti-affinity', rules: { max_server_per_host: 3 } };
  await make(ruled);
  await make({ policy: 'soft-affinity' });
  return make(ruled);
}
