import { createHash } from 'node:crypto';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import type { Image } from './records.ts';

export interface Snapshot {
  readonly serverId: string;
  readonly name: string;
  readonly ownerId: string;
  /** Those that Nova gives it, `instance_uuid` and `image_type` included. */
  readonly properties: Readonly<Record<string, string | null>>;
  readonly bytes: Buffer;
  readonly minDiskGiB?: number;
  readonly minRamMiB?: number;
}

const pendingSnapshots = new WeakMap<Image, Buffer>();

/** Nova asks for the image of a server before it takes the snapshot: private, `queued`, without bytes. */
export function makeSnapshotImage(cloud: SimCloud, snapshot: Snapshot): Image {
  const { serverId, name, ownerId, properties, bytes, minDiskGiB = 0, minRamMiB = 0 } = snapshot;
  const image = cloud.state.images.put({
    id: cloud.random.uuid(),
    name,
    owner: ownerId,
    status: 'queued',
    visibility: 'private',
    diskFormat: null,
    containerFormat: null,
    minDiskGiB,
    minRamMiB,
    isProtected: false,
    isHidden: false,
    tags: [],
    properties: { instance_uuid: serverId, ...properties },
    bytes: undefined,
    checksum: null,
    sha512: null,
    virtualBytes: null,
    createdAt: cloud.clock.now(),
    updatedAt: cloud.clock.now(),
  });
  pendingSnapshots.set(image, bytes);
  return image;
}

/** The snapshot has its bytes. Within Ceph nobody reads them, so that Glance knows no digest of them. */
export function completeImage(cloud: SimCloud, id: string): Image | undefined {
  const image = cloud.state.images.get(id);
  const bytes = image === undefined ? undefined : pendingSnapshots.get(image);
  if (image === undefined || bytes === undefined) return undefined;
  pendingSnapshots.delete(image);
  return Object.assign(image, {
    status: 'active',
    diskFormat: 'raw',
    containerFormat: 'bare',
    bytes,
    updatedAt: cloud.clock.now(),
  });
}

/** Uploaded bytes: Glance has read all of them, and knows their digests and the size of the disk within. */
export function keepImageBytes(cloud: SimCloud, image: Image, bytes: Buffer): void {
  image.bytes = bytes;
  image.checksum = createHash('md5').update(bytes).digest('hex');
  image.sha512 = createHash('sha512').update(bytes).digest('hex');
  image.virtualBytes = virtualBytes(image, bytes);
  image.status = 'active';
  image.updatedAt = cloud.clock.now();
}

const qcowMagic = Buffer.from('QFI\u00fb', 'latin1');

/** As far as Glance looks into formats: all of a raw disk, and the header of a qcow2 one. */
function virtualBytes({ diskFormat, containerFormat }: Image, bytes: Buffer): number | null {
  if (containerFormat !== 'bare') return null;
  if (diskFormat === 'raw') return bytes.length === 0 ? null : bytes.length;
  const isQcow = diskFormat === 'qcow2' && bytes.length >= 32 && bytes.subarray(0, 4).equals(qcowMagic);
  return isQcow ? Number(bytes.readBigUInt64BE(24)) : null;
}
