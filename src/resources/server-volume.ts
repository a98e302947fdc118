import { z } from 'zod';
import type { ServerAnswer, VolumeAttachment } from '../openstack/compute.ts';

/** A volume as a server has it. */
export const serverVolumeSchema = z.object({
  id: z.string(),
  /** Whether the server boots from it. */
  isRoot: z.boolean(),
  /** Nova's `delete_on_termination`. */
  isDeletedWithServer: z.boolean(),
  /** How the guest finds it among the devices that its metadata service lists. */
  tag: z.string().optional(),
});
export type ServerVolume = z.infer<typeof serverVolumeSchema>;

/**
 * The volumes of a server in the order of its devices: `vdb` comes before `vdaa`. Nova tells no boot order but that of
 * the root device.
 */
export function serverVolumes(answer: ServerAnswer, attachments: readonly VolumeAttachment[]): ServerVolume[] {
  const own = attachments.filter(({ serverId }) => serverId === answer.id);
  const root = answer['OS-EXT-SRV-ATTR:root_device_name'] ?? '/dev/vda';
  const hasImage = typeof answer.image === 'object' && answer.image !== null;
  return answer['os-extended-volumes:volumes_attached']
    .map(({ id, delete_on_termination: isDeletedWithServer }) => {
      const { device, tag } = own.find(({ volumeId }) => volumeId === id) ?? {};
      const isRoot = !hasImage && device === root;
      return { device: device ?? '', volume: { id, isRoot, isDeletedWithServer, ...(tag ? { tag } : {}) } };
    })
    .toSorted((a, b) => a.device.length - b.device.length || compareText(a.device, b.device))
    .map(({ volume }) => volume);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The disks of a new server, in their order, as Nova's `block_device_mapping_v2`; none when it has no volumes. Only the
 * root has a place in the boot order. An image to boot from has to be named among them (Compute API, "Create server").
 */
export function blockDevices(
  volumes: readonly (ServerVolume & { readonly twinId: string })[],
  { imageId, hasTags }: { readonly imageId: string; readonly hasTags: boolean },
): object[] {
  if (volumes.length === 0) return [];
  const image = { uuid: imageId, source_type: 'image', destination_type: 'local', boot_index: 0 };
  const disks = volumes.map(({ twinId, isRoot, isDeletedWithServer, tag }) => ({
    uuid: twinId,
    source_type: 'volume',
    destination_type: 'volume',
    boot_index: isRoot ? 0 : -1,
    delete_on_termination: isDeletedWithServer,
    ...(hasTags && tag !== undefined ? { tag } : {}),
  }));
  return imageId === '' ? disks : [{ ...image, delete_on_termination: true }, ...disks];
}
