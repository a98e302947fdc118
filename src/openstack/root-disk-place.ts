import type { CephAccess } from './credentials.ts';

/** Where Nova keeps a server's root disk when it keeps it in Ceph (nova.virt.libvirt.imagebackend.Rbd). */
export interface RootDiskPlace {
  readonly pool: string;
  readonly name: string;
}

/** In the pool that the operator names as `nova`, else that of Ceph's own guide ("Block Devices and OpenStack"). */
export function rootDiskPlace(serverId: string, { pools }: Pick<CephAccess, 'pools'>): RootDiskPlace {
  return { pool: Object.hasOwn(pools, 'nova') ? (pools['nova'] ?? 'vms') : 'vms', name: `${serverId}_disk` };
}
