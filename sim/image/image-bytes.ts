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
  Object.assign(image, { status: 'active', diskFormat: 'raw', containerFormat: 'bare', bytes });
  image.updatedAt = cloud.clock.now();
  return image;
}
