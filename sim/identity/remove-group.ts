import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Group } from './records.ts';
import { revokeTokensOf } from './refresh-tokens.ts';

/** Its assignments go along; where it had any, the tokens of its members end. */
export function removeGroup(cloud: SimCloud, { id, userIds }: Group): void {
  const { state } = cloud;
  const isOwn = (actor: { readonly type: string; readonly id: string }): boolean =>
    actor.type === 'group' && actor.id === id;
  const members = state.assignments.find(({ actor }) => isOwn(actor)) === undefined ? [] : userIds;
  for (const user of members.flatMap((userId) => state.users.get(userId) ?? [])) revokeTokensOf(cloud, user);
  state.groups.remove(id);
  state.assignments.removeWhere(({ actor }) => isOwn(actor));
}
