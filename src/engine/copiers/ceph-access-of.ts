import { Problem } from '../../base/problem.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { CephAccess } from '../../openstack/credentials.ts';

/** How a cloud's Ceph is reached. Throws a Problem when clouds.yaml tells that no more, though the plan needs it. */
export function cephAccessOf({ name, config: { ceph } }: Cloud, what: string): CephAccess {
  if (ceph !== undefined) return ceph;
  throw new Problem({
    summary: `clouds.yaml has no \`ceph\` for ${name} any more, and the plan copies ${what} by it`,
    cure: 'Put it back for this run; or undo the run, and plan with --copier glance, which does without.',
    remedy: 'ask',
  });
}
