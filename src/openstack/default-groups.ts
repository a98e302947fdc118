import { z } from 'zod';
import { Problem } from '../base/problem.ts';
import { removeIfThere } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';

const service = 'network';
const item = z.looseObject({ id: z.string() });

/**
 * Deletes the security group that Neutron makes for every project by itself, and would keep when the project is gone.
 * One that something else is behind stays.
 */
export async function removeDefaultGroups(cloud: Cloud, projectId: string): Promise<void> {
  if (!(await cloud.hasService(service))) return;
  const query = { project_id: projectId, name: 'default', fields: 'id' };
  const found = await list(cloud, { service, path: '/security-groups', key: 'security_groups', item, query });
  for (const { id } of found) {
    try {
      await removeIfThere(cloud, service, `/security-groups/${id}`);
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 409) throw problem;
    }
  }
}
