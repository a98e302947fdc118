import { actAs } from '../../../src/openstack/act-as.ts';
import type { Cloud } from '../../../src/openstack/cloud.ts';
import { idOf, type Making } from './rows.ts';

export const compute = { service: 'compute', microversion: 'compute 2.90' } as const;

/** What belongs to a person is made as that person. */
export async function asUser(making: Making): Promise<Cloud> {
  return await actAs(making.cloud, idOf(making, 'user/default'), idOf(making, 'owner'));
}

export function post(path: string, body: object) {
  return { ...compute, method: 'POST', path, body } as const;
}
