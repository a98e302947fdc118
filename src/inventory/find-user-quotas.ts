import { z } from 'zod';
import type { Finding } from '../base/finding.ts';
import { limits } from '../base/limits.ts';
import { Problem } from '../base/problem.ts';
import { getJson } from '../openstack/calls.ts';
import type { Cloud } from '../openstack/cloud.ts';
import { actorsIn } from '../resources/project-owner.ts';
import type { Inventory } from './inventory.ts';
import { rightsOf } from './rights-of.ts';
import type { Unmoved } from './unmoved.ts';

interface Member {
  readonly projectId: string;
  readonly userId: string;
}

interface Look {
  readonly unmoved: readonly Unmoved[];
  /** What could not be looked at, in words. */
  readonly findings: readonly Finding[];
}

const kind = 'quotas of single users';
const cure = 'They are not moved: openstack quota show --compute, or the API with user_id, tells those of a user.';

/**
 * Quotas that Nova keeps for one user in one project (Compute API, "Quota sets", `user_id`); no other service has
 * such. Nova tells them for one pair at a time, and of a user without one those of the project: only users who may act
 * in the chosen projects are asked for, and so many at most.
 */
export async function findUserQuotas(
  cloud: Cloud,
  { resources }: Pick<Inventory, 'resources'>,
  projectIds: readonly string[],
): Promise<Look> {
  const rights = rightsOf(resources);
  const members = projectIds.flatMap((projectId) =>
    actorsIn(projectId, rights).map((userId): Member => ({ projectId, userId })),
  );
  const asked = members.slice(0, limits.userQuotasAsked);
  try {
    const names = nameOf(resources);
    const own = await withQuota(cloud, asked);
    return { unmoved: entry(own.map((one) => names(one))), findings: boundFinding(cloud, asked, members) };
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    const summary = `${kind} on ${cloud.name} could not be looked at`;
    const detail = problem.message;
    return { unmoved: [], findings: [{ severity: 'note', rule: 'service-unread', summary, detail, cure }] };
  }
}

const answerSchema = z.looseObject({ quota_set: z.record(z.string(), z.unknown()) });

/** Those whose limits differ from those of the project. */
async function withQuota(cloud: Cloud, members: readonly Member[]): Promise<Member[]> {
  const read = async (projectId: string, userId?: string): Promise<Readonly<Record<string, unknown>>> => {
    const query = { user_id: userId };
    return (await getJson(cloud, 'compute', `/os-quota-sets/${projectId}`, answerSchema, { query })).quota_set;
  };
  const groups = [...Map.groupBy(members, ({ projectId }) => projectId)];
  const found = await Promise.all(
    groups.map(async ([projectId, own]) => {
      const users = own.map(({ userId }) => read(projectId, userId));
      const [ofProject, ...ofUsers] = await Promise.all([read(projectId), ...users]);
      return own.filter((_one, index) => {
        return Object.entries(ofUsers[index] ?? {}).some(([name, limit]) => name !== 'id' && limit !== ofProject[name]);
      });
    }),
  );
  return found.flat();
}

function entry(names: readonly string[]): Unmoved[] {
  if (names.length === 0) return [];
  return [{ service: 'compute', kind, count: names.length, names: names.toSorted().slice(0, limits.unmovedNames) }];
}

function boundFinding(cloud: Cloud, asked: readonly Member[], members: readonly Member[]): Finding[] {
  if (asked.length === members.length) return [];
  const summary = `${kind} on ${cloud.name} were looked at for ${asked.length} of ${members.length} users in projects`;
  return [{ severity: 'note', rule: 'service-unread', summary, cure }];
}

function nameOf(resources: Inventory['resources']): (member: Member) => string {
  const names = new Map([...resources.project, ...resources.user].map(({ id, name }) => [id, name]));
  return ({ projectId, userId }) => `${names.get(userId) ?? userId} in ${names.get(projectId) ?? projectId}`;
}
