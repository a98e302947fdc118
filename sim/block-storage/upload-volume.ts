import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf } from '../cloud/caller.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { keepImageBytes } from '../image/image-bytes.ts';
import type { Image } from '../image/records.ts';
import type { Volume } from './records.ts';
import { resetMs } from './reset-ms.ts';
import { volumeMinor } from './volume-version.ts';
import { cinderTime } from './volume-view.ts';

const flag = z.union([z.boolean(), z.string().regex(/^(true|false|1|0)$/i)]);
export const uploadSchema = z.strictObject({
  image_name: z.string().min(1).max(255),
  force: flag.optional(),
  disk_format: z.enum(['raw', 'vmdk', 'vdi', 'qcow2', 'vhd', 'vhdx', 'ploop']).default('raw'),
  container_format: z.string().max(255).nullish(),
  visibility: z.enum(['community', 'public', 'private', 'shared']).optional(),
  protected: flag.optional(),
});

const savingMs = 500;
const uploadMs = 2_500;

/** What Cinder does not hand on (`glance_core_properties` of cinder.conf). */
const coreProperties = new Set([
  'checksum',
  'container_format',
  'disk_format',
  'image_name',
  'image_id',
  'min_disk',
  'min_ram',
  'name',
  'size',
]);

/** Writes a volume into a new image of the caller's project, in the background. */
export function uploadVolume(
  cloud: SimCloud,
  request: FastifyRequest,
  volume: Volume,
  order: z.infer<typeof uploadSchema>,
): object {
  if (volume.status !== 'available') {
    throw new ApiFault(400, `Invalid volume: Volume ${volume.id} status must be 'available'`);
  }
  volume.status = 'uploading';
  const image = makeImage(cloud, request, volume, order);
  const { clock, state } = cloud;
  const isThere = (): boolean => state.images.get(image.id) === image;
  const fate = cloud.fate('volume-upload', volume.name ?? '');
  clock.after(savingMs, () => isThere() && Object.assign(image, { status: 'saving', updatedAt: clock.now() }));
  clock.after(
    fate === 'stuck' ? resetMs : uploadMs,
    () => {
      // The image of an upload that failed is deleted; that of one that hangs stays as it is.
      if (fate === 'error') state.images.remove(image.id);
      if (fate === undefined && isThere()) keepImageBytes(cloud, image, volume.bytes);
      volume.status = 'available';
      volume.updatedAt = clock.now();
    },
    `volume ${volume.id}: uploading`,
  );
  return {
    'os-volume_upload_image': {
      id: volume.id,
      updated_at: cinderTime(volume.updatedAt),
      status: 'uploading',
      display_description: volume.description,
      size: volume.sizeGiB,
      volume_type: typeView(cloud, volume),
      image_id: image.id,
      container_format: image.containerFormat,
      disk_format: image.diskFormat,
      image_name: image.name,
      protected: image.isProtected,
      visibility: image.visibility,
    },
  };
}

function makeImage(
  { random, clock, state }: SimCloud,
  request: FastifyRequest,
  { imageMetadata }: Volume,
  order: z.infer<typeof uploadSchema>,
): Image {
  const handedOn = Object.entries(imageMetadata).filter(([name]) => !coreProperties.has(name));
  return state.images.put({
    id: random.uuid(),
    name: order.image_name,
    owner: callerOf(request).projectId ?? null,
    status: 'queued',
    // Before version 3.1 it says nothing, and Glance has a default of its own.
    visibility: order.visibility ?? (volumeMinor(request) >= 1 ? 'private' : 'shared'),
    diskFormat: order.disk_format,
    containerFormat: order.container_format ?? 'bare',
    minDiskGiB: 0,
    minRamMiB: 0,
    isProtected: /^(true|1)$/i.test(String(order.protected ?? false)),
    isHidden: false,
    tags: [],
    properties: Object.fromEntries(handedOn),
    bytes: undefined,
    checksum: null,
    sha512: null,
    virtualBytes: null,
    createdAt: clock.now(),
    updatedAt: clock.now(),
  });
}

/** The whole of the type, as Cinder's own objects are written out. */
function typeView({ state }: SimCloud, { volumeTypeId, createdAt }: Volume): object | null {
  const type = state.volumeTypes.get(volumeTypeId);
  if (type === undefined) return null;
  return {
    id: type.id,
    name: type.name,
    description: type.description,
    is_public: type.isPublic,
    extra_specs: type.extraSpecs,
    qos_specs_id: type.qosSpecsId,
    created_at: cinderTime(createdAt),
    updated_at: null,
    deleted: false,
    deleted_at: null,
  };
}
