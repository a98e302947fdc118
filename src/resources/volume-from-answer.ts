import { z } from 'zod';
import type { VolumeAnswer } from '../openstack/volumes.ts';
import { temporaryName } from './image-property.ts';
import { markName } from './mark.ts';
import { unfinishedName } from './unfinished-name.ts';

export const volumeSchema = z.object({
  id: z.string(),
  /** Empty when nobody named it. */
  name: z.string(),
  projectId: z.string(),
  /** Who it is created as: its owner, or who stands in for one who is gone. */
  userId: z.string(),
  formerUserId: z.string().optional(),
  /** What gives that user the right to act in its project. */
  roleAssignmentIds: z.array(z.string()).default([]),
  status: z.string(),
  description: z.string().nullable(),
  sizeGiB: z.number(),
  /** What it had at the smallest of its snapshots, where it has grown since. */
  leastSizeGiB: z.number().optional(),
  /** Where its back end keeps it: `host@backend#pool`, and the id there when it is another one. */
  host: z.string().optional(),
  nameId: z.string().optional(),
  typeId: z.string().optional(),
  isBootable: z.boolean(),
  isReadOnly: z.boolean(),
  isEncrypted: z.boolean(),
  isMultiattach: z.boolean(),
  metadata: z.record(z.string(), z.string()),
  /** What the image that it was made from says to who boots from it, such as firmware and buses. */
  imageMetadata: z.record(z.string(), z.string()),
  /** Images that its image metadata name, there or gone, by the property's name. */
  imageIds: z.record(z.string(), z.string()),
  /** Servers that it is attached to. */
  serverIds: z.array(z.string()),
  /** Names of its snapshots. */
  snapshots: z.array(z.string()).default([]),
  markedAs: z.string().optional(),
  /** Ours, and its bytes have not all come. */
  isUnfinished: z.literal(true).optional(),
});
export type Volume = z.infer<typeof volumeSchema>;

/** Properties of images that hold ids of other images. */
const idProperties = ['image_id', 'kernel_id', 'ramdisk_id'];

/** A volume out of Cinder's answer; `typeIds` are the cloud's volume types by name. */
export function volumeFromAnswer(answer: VolumeAnswer, typeIds: ReadonlyMap<string, string>): Volume {
  // Cinder tells both among what users wrote ("visible admin metadata").
  const {
    [markName]: markedAs,
    [unfinishedName]: unfinished,
    readonly,
    attached_mode: _mode,
    ...metadata
  } = answer.metadata;
  const { [markName]: _mark, [temporaryName]: _temporary, ...said } = answer.volume_image_metadata;
  const isId = ([key]: [string, string]): boolean => idProperties.includes(key);
  const { 'os-vol-host-attr:host': host, 'os-vol-mig-status-attr:name_id': nameId } = answer;
  const typeId = typeIds.get(answer.volume_type ?? '');
  return {
    id: answer.id,
    name: answer.name ?? '',
    projectId: answer['os-vol-tenant-attr:tenant_id'],
    userId: answer.user_id,
    roleAssignmentIds: [],
    status: answer.status,
    description: answer.description ?? null,
    sizeGiB: answer.size,
    ...(host ? { host } : {}),
    ...(nameId ? { nameId } : {}),
    ...(typeId === undefined ? {} : { typeId }),
    isBootable: answer.bootable === 'true',
    isReadOnly: readonly === 'True',
    isEncrypted: answer.encrypted,
    isMultiattach: answer.multiattach,
    metadata,
    imageMetadata: Object.fromEntries(Object.entries(said).filter((pair) => !isId(pair))),
    imageIds: Object.fromEntries(Object.entries(said).filter((pair) => isId(pair) && pair[1] !== '')),
    serverIds: answer.attachments.flatMap(({ server_id: id }) => id ?? []).toSorted(),
    snapshots: [],
    ...(markedAs === undefined ? {} : { markedAs }),
    ...(unfinished === undefined ? {} : { isUnfinished: true }),
  };
}
