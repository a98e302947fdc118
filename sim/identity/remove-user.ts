import type { SimCloud } from '../cloud/sim-cloud.ts';

/** What Keystone keeps for a user goes along. */
export function removeUser({ state }: SimCloud, userId: string): void {
  state.users.remove(userId);
  state.assignments.removeWhere(({ actor }) => actor.type === 'user' && actor.id === userId);
  state.credentials.removeWhere((credential) => credential.userId === userId);
  for (const group of state.groups.where(({ userIds }) => userIds.includes(userId))) {
    group.userIds = group.userIds.filter((id) => id !== userId);
  }
}
