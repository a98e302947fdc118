import type { SimCloud } from '../cloud/sim-cloud.ts';

/** Nova's limits of a project where nobody set others (`[quota]` of nova.conf); -1 for none. */
export const defaultQuota = {
  instances: 10,
  cores: 20,
  ram: 51_200,
  metadata_items: 128,
  injected_files: 5,
  injected_file_content_bytes: 10_240,
  injected_file_path_bytes: 255,
  key_pairs: 100,
  server_groups: 10,
  server_group_members: 10,
  fixed_ips: -1,
  floating_ips: -1,
  security_groups: -1,
  security_group_rules: -1,
} as const;

export type QuotaName = keyof typeof defaultQuota;
export type ComputeQuota = Readonly<Record<QuotaName, number>>;

/** The limits of a project now. */
export function computeQuota({ state }: SimCloud, projectId: string): ComputeQuota {
  return { ...defaultQuota, ...state.quotas.get(`compute/${projectId}`)?.limits };
}

/** What a project uses of those limits that Nova counts. */
export function computeUsage({ state }: SimCloud, projectId: string): ComputeQuota {
  const servers = state.servers.where((server) => server.projectId === projectId);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  const nothing = Object.fromEntries(Object.keys(defaultQuota).map((name) => [name, 0]));
  return {
    ...defaultQuota,
    ...nothing,
    instances: servers.length,
    cores: sum(servers.map(({ flavor }) => flavor.vcpus)),
    ram: sum(servers.map(({ flavor }) => flavor.ramMiB)),
    server_groups: state.serverGroups.where((group) => group.projectId === projectId).length,
  };
}
