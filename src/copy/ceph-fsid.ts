import { limits } from '../base/limits.ts';
import type { CephAccess } from '../openstack/credentials.ts';
import { runRbdCommand } from './rbd-command.ts';

/** The id of a cluster, by which Glance tells where an image is. Throws a Problem when Ceph does not answer. */
export async function cephFsid(access: CephAccess): Promise<string> {
  const options = { program: 'ceph', timeoutMs: limits.rbdTimeoutMs } as const;
  return (await runRbdCommand(access, ['fsid'], options)).trim();
}
