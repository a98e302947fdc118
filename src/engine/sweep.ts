import { sweepActAs } from '../openstack/act-as.ts';
import { kinds } from '../resources/all.ts';
import type { Work } from './work.ts';

/** Takes away the credentials that a killed process may have left with the owners of servers and volumes. */
export async function sweep({ plan, destination, lookup }: Work): Promise<void> {
  const pairs = new Map<string, { userId: string; projectId: string }>();
  for (const { kind, resource, projectId } of plan.resources) {
    const owner = resource['userId'];
    if (kinds[kind].category !== 'workload' || typeof owner !== 'string' || projectId === undefined) continue;
    const userTwin = lookup.find('user', owner);
    const projectTwin = lookup.find('project', projectId);
    if (userTwin === undefined || projectTwin === undefined) continue;
    pairs.set(`${userTwin}/${projectTwin}`, { userId: userTwin, projectId: projectTwin });
  }
  await Promise.all([...pairs.values()].map(({ userId, projectId }) => sweepActAs(destination, userId, projectId)));
}
