import { z } from 'zod';
import { limits } from '../base/limits.ts';
import { getIfThere } from './calls.ts';
import type { Cloud } from './cloud.ts';
import { list } from './collection.ts';
import { computeVersion } from './compute.ts';

/** A server group as Nova gives it: `policy` and `rules` since 2.64, before that a list with one policy. */
export const serverGroupSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  policy: z.string().optional(),
  policies: z.array(z.string()).default([]),
  rules: z.record(z.string(), z.number()).default({}),
  members: z.array(z.string()).default([]),
  project_id: z.string().default(''),
  user_id: z.string().default(''),
});
export type ServerGroupAnswer = z.infer<typeof serverGroupSchema>;

const service = 'compute';
const path = '/os-server-groups';
const one = z.looseObject({ server_group: serverGroupSchema });

/** The server groups of all projects; an administrator's call. Nova cuts the list off and says so nowhere. */
export async function listServerGroups(cloud: Cloud): Promise<ServerGroupAnswer[]> {
  const microversion = `compute ${await computeVersion(cloud)}`;
  const collection = { service, path, key: 'server_groups', item: serverGroupSchema, microversion } as const;
  const found = new Map<string, ServerGroupAnswer>();
  for (let pages = 0; pages < limits.pagesMax; pages += 1) {
    const query = { all_projects: true, limit: limits.pageSize, offset: found.size };
    const page = await list(cloud, { ...collection, query });
    const before = found.size;
    for (const group of page) found.set(group.id, group);
    if (found.size === before) break;
  }
  return [...found.values()];
}

/** The server group of that id; undefined when there is none. */
export async function readServerGroup(cloud: Cloud, id: string): Promise<ServerGroupAnswer | undefined> {
  const microversion = `compute ${await computeVersion(cloud)}`;
  return (await getIfThere(cloud, service, `${path}/${id}`, one, { microversion }))?.server_group;
}
