import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiFault } from '../cloud/api-fault.ts';
import { callerOf, mayAct } from '../cloud/caller.ts';
import { parseBody } from '../cloud/parse-body.ts';
import type { SimCloud } from '../cloud/sim-cloud.ts';
import { defaultTypeName } from './bootstrap-block-storage.ts';
import { findSnapshotById, findVolumeById } from './find-volume.ts';
import { mayUseType } from './find-volume-type.ts';
import { projectOf } from './project-of.ts';
import type { Volume, VolumeType } from './records.ts';
import { resetMs } from './reset-ms.ts';
import { requireRoom } from './volume-limits.ts';

const text = z.string().max(255).nullish();
const uuid = z.uuid().nullish();
const bodySchema = z.strictObject({
  // What it does not know, Cinder overlooks, up to version 3.53 of its API.
  volume: z.looseObject({
    name: text,
    description: text,
    display_name: text,
    display_description: text,
    volume_type: text,
    metadata: z.record(z.string(), z.string()).nullish(),
    snapshot_id: uuid,
    source_volid: uuid,
    size: z.union([z.int().min(1), z.string().regex(/^[0-9]+$/)]).nullish(),
    availability_zone: text,
    multiattach: z.unknown().optional(),
    image_id: text,
    imageRef: text,
  }),
  'OS-SCH-HNT:scheduler_hints': z.record(z.string(), z.unknown()).nullish(),
});
type Order = z.infer<typeof bodySchema>['volume'];

/** What a volume begins with. */
interface Origin {
  readonly sizeGiB: number;
  readonly bytes: Buffer;
  readonly isBootable: boolean;
  readonly typeId?: string;
  readonly imageMetadata: Readonly<Record<string, string>>;
}

const creationMs = 1_500;
const gibibyte = 1024 ** 3;
/** What stands for all the zeros of a new volume. */
const blankBytes = 1024;

/** A volume that becomes `available` in the background. */
export function createVolume(cloud: SimCloud, request: FastifyRequest): Volume {
  const projectId = projectOf(request);
  const { volume: order } = parseBody(request, bodySchema);
  const origin = originOf(cloud, request, order);
  const sizeGiB = Number(order.size ?? origin.sizeGiB);
  if (sizeGiB < 1) throw new ApiFault(400, malformed);
  const type = typeOf(cloud, request, order, origin);
  const room = { volumes: 1, gigabytes: sizeGiB };
  requireRoom(cloud, projectId, { ...room, [`volumes_${type.name}`]: 1, [`gigabytes_${type.name}`]: sizeGiB });
  const volume = cloud.state.volumes.put({
    id: cloud.random.uuid(),
    name: order.name ?? order.display_name ?? null,
    description: order.description ?? order.display_description ?? null,
    projectId,
    userId: callerOf(request).userId,
    sizeGiB,
    status: 'creating',
    volumeTypeId: type.id,
    isBootable: origin.isBootable,
    isReadOnly: undefined,
    isMultiattach: type.extraSpecs['multiattach'] === '<is> True',
    zone: 'nova',
    metadata: order.metadata ?? {},
    imageMetadata: {},
    attachments: [],
    sourceVolumeId: order.source_volid ?? null,
    snapshotId: order.snapshot_id ?? null,
    bytes: origin.bytes,
    createdAt: cloud.clock.now(),
    updatedAt: null,
  });
  finishLater(cloud, volume.id, origin);
  return volume;
}

const malformed = 'The server could not comply with the request since it is either malformed or otherwise incorrect.';

function finishLater(cloud: SimCloud, id: string, { imageMetadata }: Origin): void {
  const { clock, state } = cloud;
  const work = `volume ${id}: creating`;
  const fate = cloud.fate('volume-create', state.volumes.get(id)?.name ?? '');
  if (fate !== undefined) {
    // None of its bytes has come.
    change({ bytes: Buffer.alloc(blankBytes) });
    clock.after(fate === 'stuck' ? resetMs : creationMs, () => change({ status: 'error' }), work);
    return;
  }
  const isFromImage = Object.keys(imageMetadata).length > 0;
  if (isFromImage) clock.after(creationMs / 2, () => change({ status: 'downloading' }));
  clock.after(
    creationMs,
    () => change({ status: 'available', ...(isFromImage ? { imageMetadata, isBootable: true } : {}) }),
    work,
  );

  function change(fields: Partial<Volume>): void {
    const volume = state.volumes.get(id);
    if (volume !== undefined) Object.assign(volume, fields, { updatedAt: clock.now() });
  }
}

function originOf(cloud: SimCloud, request: FastifyRequest, order: Order): Origin {
  const { snapshot_id: snapshotId, source_volid: sourceId } = order;
  const imageId = order.imageRef ?? order.image_id ?? '';
  if (typeof snapshotId === 'string') {
    const { sizeGiB, bytes, volumeId } = findSnapshotById(cloud, request, snapshotId);
    requireSize(order, sizeGiB, 'snapshot');
    return { ...copyOf(cloud.state.volumes.get(volumeId)), sizeGiB, bytes };
  }
  if (typeof sourceId === 'string') {
    const source = findVolumeById(cloud, request, sourceId);
    requireSize(order, source.sizeGiB, 'source volume');
    return copyOf(source);
  }
  if (imageId !== '') return originOfImage(cloud, request, order, imageId);
  if (order.size === undefined || order.size === null) throw new ApiFault(400, malformed);
  return copyOf(undefined);
}

function copyOf(source: Volume | undefined): Origin {
  if (source === undefined)
    return { sizeGiB: 0, bytes: Buffer.alloc(blankBytes), isBootable: false, imageMetadata: {} };
  const { sizeGiB, bytes, isBootable, volumeTypeId: typeId, imageMetadata } = source;
  return { sizeGiB, bytes, isBootable, typeId, imageMetadata };
}

function originOfImage({ state }: SimCloud, request: FastifyRequest, order: Order, id: string): Origin {
  const image = state.images.get(id);
  const isSeen = image !== undefined && (image.visibility !== 'private' || mayAct(callerOf(request), image.owner));
  if (image === undefined || !isSeen) {
    throw new ApiFault(400, 'Invalid image identifier or unable to access requested image.');
  }
  if (image.status !== 'active') {
    throw new ApiFault(400, `Invalid input received: Image ${id} is not active.`);
  }
  const bytes = image.bytes ?? Buffer.alloc(0);
  if (order.size === undefined || order.size === null) throw new ApiFault(400, malformed);
  if (Number(order.size) < Math.max(image.minDiskGiB, Math.ceil(bytes.length / gibibyte))) {
    const sizes = `Image minDisk size ${image.minDiskGiB}GB is larger than the volume size ${order.size}GB.`;
    throw new ApiFault(400, `Invalid input received: ${sizes}`);
  }
  const imageMetadata = {
    ...Object.fromEntries(Object.entries(image.properties).map(([name, value]) => [name, value ?? ''])),
    image_id: id,
    image_name: image.name ?? '',
    ...(image.checksum === null ? {} : { checksum: image.checksum }),
    container_format: image.containerFormat ?? '',
    disk_format: image.diskFormat ?? '',
    min_disk: String(image.minDiskGiB),
    min_ram: String(image.minRamMiB),
    size: String(bytes.length),
  };
  return { sizeGiB: 0, bytes, isBootable: false, imageMetadata };
}

function requireSize({ size }: Order, atLeastGiB: number, noun: string): void {
  if (size === undefined || size === null || Number(size) >= atLeastGiB) return;
  const rule = `They must be >= original ${noun} size.`;
  const message = `Volume size '${size}'GB cannot be smaller than the ${noun} size ${atLeastGiB}GB. ${rule}`;
  throw new ApiFault(400, `Invalid input received: ${message}`);
}

function typeOf({ state }: SimCloud, request: FastifyRequest, order: Order, origin: Origin): VolumeType {
  const wanted = order.volume_type || origin.typeId || defaultTypeName;
  const type = state.volumeTypes.get(wanted) ?? state.volumeTypes.find(({ name }) => name === wanted);
  if (type !== undefined && mayUseType(callerOf(request), type)) return type;
  throw new ApiFault(404, `Volume type with name ${wanted} could not be found.`);
}
