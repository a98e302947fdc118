import type { SimCloud } from '../cloud/sim-cloud.ts';
import { refuse } from './refuse.ts';

/** Neutron's defaults (neutron.conf, [quotas]); -1 is without limit. */
export const defaultLimits = {
  network: 100,
  subnet: 100,
  subnetpool: -1,
  port: 500,
  router: 10,
  floatingip: 50,
  rbac_policy: 10,
  security_group: 10,
  security_group_rule: 100,
  trunk: -1,
} as const;

export type Limited = keyof typeof defaultLimits;

/** The limits of a project, those that were set and those of the default. */
export function quotaLimits({ state }: SimCloud, projectId: string): Record<Limited, number> {
  return { ...defaultLimits, ...state.quotas.get(`network/${projectId}`)?.limits };
}

/** What a project has of each. */
export function quotaUse({ state }: SimCloud, projectId: string): Record<Limited, number> {
  const isOwn = ({ project_id }: { readonly project_id: string }): boolean => project_id === projectId;
  const networks = state.networks.where(isOwn);
  return {
    network: networks.length,
    subnet: state.subnets.where(isOwn).length,
    subnetpool: 0,
    port: state.ports.where(isOwn).length,
    router: state.routers.where(isOwn).length,
    floatingip: state.floatingIps.where(isOwn).length,
    trunk: 0,
    rbac_policy: networks.flatMap((network) => [network.shared, network['router:external']].filter(Boolean)).length,
    security_group: state.securityGroups.where(isOwn).length,
    security_group_rule: state.securityGroupRules.where(isOwn).length,
  };
}

/** 409 when there is no room for so many more. */
export function makeRoom(cloud: SimCloud, projectId: string, limited: Limited, count: number): void {
  const limit = quotaLimits(cloud, projectId)[limited];
  if (limit < 0 || quotaUse(cloud, projectId)[limited] + count <= limit) return;
  throw refuse.conflict('OverQuota', `Quota exceeded for resources: ['${limited}'].`);
}
