import { z } from 'zod';
import type { SimApi } from './sim-api.ts';

const projectList = z.looseObject({ projects: z.tuple([z.looseObject({ id: z.string() })]) });

/** Cinder wants the project of the token in every path. */
export async function adminProjectId(api: SimApi): Promise<string> {
  const [{ id }] = projectList.parse(await api.send('GET', '/identity/v3/projects?name=admin')).projects;
  return id;
}

/** Limits beyond the default, without one, of nothing, of no more than the project has, and below that. */
export async function setQuotas(api: SimApi, own: string, projectId: string): Promise<void> {
  const compute = { instances: 40, cores: -1, metadata_items: 127, server_groups: 0, force: true };
  const volumes = { volumes: 5, gigabytes: -1, snapshots: 3 };
  const network = { router: 77, floatingip: -1, trunk: 0, security_group_rule: 1000 };
  await api.send('PUT', `/compute/v2.1/os-quota-sets/${projectId}`, { quota_set: compute });
  await api.send('PUT', `/block-storage/v3/${own}/os-quota-sets/${projectId}`, { quota_set: volumes });
  await api.send('PUT', `/network/v2.0/quotas/${projectId}`, { quota: network });
}
