import { createHash } from 'node:crypto';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Image } from './records.ts';

/** An image as Glance answers it, where locations are shown to everybody (`show_multiple_locations`). */
export function imageView({ name: cloudName }: SimCloud, image: Image): Record<string, unknown> {
  const { id, bytes } = image;
  const url = `rbd://${clusterId(cloudName)}/${cloudName}-images/${id}/snap`;
  return {
    ...image.properties,
    name: image.name,
    disk_format: image.diskFormat,
    container_format: image.containerFormat,
    visibility: image.visibility,
    size: bytes?.length ?? null,
    virtual_size: image.virtualBytes,
    status: image.status,
    checksum: image.checksum,
    protected: image.isProtected,
    min_ram: image.minRamMiB,
    min_disk: image.minDiskGiB,
    owner: image.owner,
    os_hidden: image.isHidden,
    os_hash_algo: image.sha512 === null ? null : 'sha512',
    os_hash_value: image.sha512,
    id,
    created_at: image.createdAt,
    updated_at: image.updatedAt,
    locations: bytes === undefined ? [] : [{ url, metadata: { store: 'rbd' } }],
    ...(bytes === undefined ? {} : { direct_url: url, stores: 'rbd' }),
    tags: [...image.tags],
    self: `/v2/images/${id}`,
    file: `/v2/images/${id}/file`,
    schema: '/v2/schemas/image',
  };
}

/** Of the Ceph cluster that a cloud would keep its images in. */
function clusterId(cloudName: string): string {
  const digits = createHash('sha256').update(cloudName).digest('hex').slice(0, 32);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
